import { useInstallation } from "../installation.ts";
import type { Errand } from "../session/errand.ts";
import { isBackFor } from "../session/errand.ts";
import { words } from "../words.ts";
import { CodeField, PasswordField } from "./factor-fields.tsx";
import { ProviderProof } from "./provider-proof.tsx";

interface ProofFieldsProps {
  readonly errand: Errand;
  /** Where the browser comes back to, should it have to go away. */
  readonly path?: string;
}

/** What this person has to bring to prove themselves once more, as the service says. */
export function ProofFields({ errand, path = location.pathname }: ProofFieldsProps) {
  const { session } = useInstallation();
  switch (session?.confirmation) {
    case "provider":
      return isBackFor(errand) ? (
        <>
          <input type="hidden" name="way" value="provider" />
          <p class="note note-good">{words.proof.isConfirmed}</p>
        </>
      ) : (
        <ProviderProof errand={errand} path={path} />
      );
    case "code":
      return <CodeField isRequired />;
    case "wait":
      return (
        <>
          <input type="hidden" name="way" value="wait" />
          <p class="note note-warn">{words.proof.wait}</p>
        </>
      );
    case "none":
      return <p class="note note-warn">{words.proof.none}</p>;
    case "password":
    case undefined:
      return (
        <>
          {/* Tells password managers whose password is wanted. */}
          <input
            class="unseen"
            autocomplete="username"
            value={session?.login}
            readOnly
            tabIndex={-1}
            aria-hidden="true"
          />
          <PasswordField />
          <CodeField />
        </>
      );
  }
}

/** Whether there is anything to send now: not before they were at the identity provider. */
export function useCanProve(errand: Errand): boolean {
  const { session } = useInstallation();
  if (session?.confirmation === "none") return false;
  return session?.confirmation !== "provider" || isBackFor(errand);
}
