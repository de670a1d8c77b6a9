import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** Holds something that is shown once: Escape does not close it. */
  readonly isSticky?: boolean;
  readonly children: ComponentChildren;
}

/** The browser's own modal dialog, which keeps the focus inside; afterwards it is where it was before. */
export function Dialog({ title, onClose, isSticky = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // Before anything is painted: what is typed right after the key that opened it is meant for it.
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => giveBackFocus(before);
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        if (!isSticky) onClose();
      }}
      onClose={(event) => {
        // Browsers let a second Escape through, whatever was said to the first.
        if (!event.currentTarget.isConnected) return;
        if (isSticky) event.currentTarget.showModal();
        else onClose();
      }}
    >
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}

/** What opened the dialog may be gone by its own success: then reading goes on at the page's heading. */
function giveBackFocus(before: Element | null): void {
  const heading = document.querySelector("h1");
  setTimeout(() => {
    const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body;
    (isThere ? before : heading)?.focus();
  });
}
