import { useId } from "preact/hooks";
import { words } from "../words.ts";

export function PasswordField() {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{words.proof.password}</label>
      <input id={id} name="password" type="password" autocomplete="current-password" required />
    </div>
  );
}

/** Not required where nobody is known yet, or the service alone knows whether there is an authenticator. */
export function CodeField({ isRequired = false }: { readonly isRequired?: boolean }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{words.proof.code}</label>
      <input
        id={id}
        name="code"
        class="short"
        inputMode="numeric"
        autocomplete="one-time-code"
        pattern="[0-9 ]*"
        maxLength={7}
        required={isRequired}
        aria-describedby={`${id}-hint`}
      />
      <small id={`${id}-hint`}>{isRequired ? words.proof.codeAlone : words.proof.codeHint}</small>
    </div>
  );
}
