import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { words } from "../words.ts";
import { CopyButton } from "./copy-button.tsx";

interface SecretOnceProps {
  readonly secret: string;
  /** What it is. */
  readonly label: string;
  readonly onStored: () => void;
  /** What there is to know of it. */
  readonly children: ComponentChildren;
}

/** Something that is shown this once: marked, to be copied, and gone only when the reader says that they have it. */
export function SecretOnce({ secret, label, onStored, children }: SecretOnceProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => field.current?.select(), []);
  return (
    <>
      <p>{words.secretOnce.once}</p>
      <div class="field">
        <label for={id}>{label}</label>
        <textarea
          id={id}
          ref={field}
          class="secret"
          readOnly
          rows={2}
          spellcheck={false}
          value={secret}
          onFocus={(event) => event.currentTarget.select()}
        />
        <div class="actions">
          <CopyButton text={secret} name={label} />
        </div>
      </div>
      {children}
      <div class="actions">
        <button type="button" class="primary" onClick={onStored}>
          {words.secretOnce.stored}
        </button>
      </div>
    </>
  );
}
