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

/** What a day may stand in for. */
const CAN_WAIT = new Set<Errand>(["token", "download", "file"]);

/** What this person has to bring to prove themselves once more, as the service says. */
export function ProofFields({ errand, path = location.pathname }: ProofFieldsProps) {
  const { session } = useInstallation();
  const way = session?.confirmation ?? "password";
  if (way === "password") return <TypedFields login={session?.login} />;
  if (way === "code") return <CodeField isRequired />;
  if (way === "provider") {
    return isBackFor(errand) ? (
      <Brought way={way} text={words.proof.isConfirmed} />
    ) : (
      <ProviderProof errand={errand} path={path} />
    );
  }
  if (way === "wait" && CAN_WAIT.has(errand)) return <Brought way={way} text={words.proof.wait} />;
  return <p class="note note-warn">{way === "wait" ? words.proof.cannotWait : words.proof.none}</p>;
}

function TypedFields({ login }: { readonly login: string | undefined }) {
  return (
    <>
      {/* Tells password managers whose password is wanted. */}
      <input class="unseen" autocomplete="username" value={login} readOnly tabIndex={-1} aria-hidden="true" />
      <PasswordField />
      <CodeField />
    </>
  );
}

/** Nothing to type: what is sent is which way it is. */
function Brought({ way, text }: { readonly way: "provider" | "wait"; readonly text: string }) {
  return (
    <>
      <input type="hidden" name="way" value={way} />
      <p class="note">{text}</p>
    </>
  );
}

/** Whether there is anything to send now: not before they were at the identity provider. */
export function useCanProve(errand: Errand): boolean {
  const { session } = useInstallation();
  if (session?.confirmation === "none") return false;
  if (session?.confirmation === "wait") return CAN_WAIT.has(errand);
  return session?.confirmation !== "provider" || isBackFor(errand);
}
