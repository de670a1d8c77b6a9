import { useId } from "preact/hooks";
import type { Proof } from "../api/wire.ts";
import { words } from "../words.ts";
import type { Fields } from "./action-form.tsx";

/** Password and code: what somebody types to prove who they are. */
export function ProofFields() {
  const id = useId();
  return (
    <>
      <div class="field">
        <label for={`${id}-password`}>{words.proof.password}</label>
        <input id={`${id}-password`} name="password" type="password" autocomplete="current-password" required />
      </div>
      <div class="field">
        <label for={`${id}-code`}>{words.proof.code}</label>
        <input
          id={`${id}-code`}
          name="code"
          class="short"
          inputMode="numeric"
          autocomplete="one-time-code"
          pattern="[0-9 ]*"
          maxLength={7}
          aria-describedby={`${id}-hint`}
        />
        <small id={`${id}-hint`}>{words.proof.codeHint}</small>
      </div>
    </>
  );
}

export const proofIn = (fields: Fields): Proof => {
  const code = fields("code").replaceAll(" ", "");
  return { password: fields("password"), ...(code === "" ? {} : { code }) };
};
