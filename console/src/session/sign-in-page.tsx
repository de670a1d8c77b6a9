import { coffer } from "../api/coffer-api.ts";
import type { Session } from "../api/wire.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { ProofFields, proofIn } from "../parts/proof-fields.tsx";
import { words } from "../words.ts";
import { ProviderSignIn } from "./provider-sign-in.tsx";

interface SignInPageProps {
  /** They were signed in, and are not any more. */
  readonly hasEnded: boolean;
  readonly onSignedIn: (session: Session) => void;
}

/** Sign-in with the account of OpenProject; afterwards the reader is where they wanted to be. */
export function SignInPage({ hasEnded, onSignedIn }: SignInPageProps) {
  return (
    <main class="narrow">
      <h1>{words.signIn.title}</h1>
      {hasEnded && (
        <p class="note" role="status">
          {words.signIn.ended}
        </p>
      )}
      <p>{words.signIn.intro}</p>
      <ActionForm
        action={(fields) => coffer.signIn(fields("login"), proofIn(fields))}
        onDone={onSignedIn}
        submit={words.signIn.submit}
      >
        <div class="field">
          <label for="login">{words.signIn.login}</label>
          <input id="login" name="login" autocomplete="username" autocapitalize="none" spellcheck={false} required />
        </div>
        <ProofFields />
      </ActionForm>
      <ProviderSignIn />
    </main>
  );
}
