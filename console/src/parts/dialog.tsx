import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** Holds something that is shown once: Escape does not close it. */
  readonly isSticky?: boolean;
  readonly children: ComponentChildren;
}

/** The browser's own modal dialog: it keeps the focus inside, and gives it back to where it was. */
export function Dialog({ title, onClose, isSticky = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
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
