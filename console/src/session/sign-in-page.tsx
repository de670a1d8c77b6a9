import { coffer } from "../api/coffer-api.ts";
import { useLoaded } from "../api/use-loaded.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { CodeField, PasswordField } from "../parts/factor-fields.tsx";
import { proofIn } from "../parts/proof-in.ts";
import { words } from "../words.ts";
import { ProviderSignIn } from "./provider-sign-in.tsx";
import { TopBar } from "./top-bar.tsx";

interface SignInPageProps {
  /** They were signed in, and are not any more. */
  readonly hasEnded: boolean;
  readonly onSignedIn: () => void;
}

/** Sign-in with the account of OpenProject; afterwards the reader is where they wanted to be. */
export function SignInPage({ hasEnded, onSignedIn }: SignInPageProps) {
  const [installation] = useLoaded(coffer.installation);
  const known = installation.state === "ready" ? installation.value : undefined;
  return (
    <>
      <TopBar title={known?.title} />
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
          <PasswordField />
          <CodeField />
        </ActionForm>
        <p class="quiet">{words.signIn.others}</p>
        {known?.singleSignOn && <ProviderSignIn />}
      </main>
    </>
  );
}
