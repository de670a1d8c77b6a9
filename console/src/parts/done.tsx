import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { words } from "../words.ts";

interface DoneProps {
  /** What was done; it is read out. */
  readonly text: string;
  readonly onClose: () => void;
  /** What else there is to say. */
  readonly children?: ComponentChildren;
  /** What else there is to do: buttons. */
  readonly more?: ComponentChildren;
}

/** How a dialog ends that did what it was for. The form is gone, and with it what had the focus: now it is on the way out. */
export function Done({ text, onClose, children, more }: DoneProps) {
  const id = useId();
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  return (
    <>
      <p id={id} class="note note-good" role="status">
        {text}
      </p>
      {children}
      <div class="actions">
        {more}
        <button ref={close} type="button" class="primary" aria-describedby={id} onClick={onClose}>
          {words.close}
        </button>
      </div>
    </>
  );
}
