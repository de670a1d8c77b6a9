import { coffer } from "../api/coffer-api.ts";
import type { Session } from "../api/wire.ts";
import { when } from "../format.ts";
import { Link } from "../parts/link.tsx";
import { words } from "../words.ts";

/** Whose installation this is, who is signed in, and until when. */
export function TopBar({ session, onSignedOut }: { readonly session?: Session; readonly onSignedOut?: () => void }) {
  const signOut = async (): Promise<void> => {
    await coffer.signOut();
    onSignedOut?.();
  };
  return (
    <header class="bar">
      <Link to="/" class="brand">
        {session?.installation ?? location.hostname}
      </Link>
      {session && (
        <div class="account">
          <span>
            <strong>{session.name}</strong>
            <small>{words.signedInUntil(when(session.endsAt))}</small>
          </span>
          <button type="button" onClick={() => void signOut()}>
            {words.signOut}
          </button>
        </div>
      )}
    </header>
  );
}
