import { coffer } from "../api/coffer-api.ts";
import type { Session } from "../api/wire.ts";
import { clock } from "../format.ts";
import { Link } from "../parts/link.tsx";
import { words } from "../words.ts";

interface TopBarProps {
  readonly title?: string | undefined;
  readonly session?: Session;
  readonly onSignedOut?: () => void;
}

/** Whose installation this is, who is signed in, and until when. */
export function TopBar({ title, session, onSignedOut }: TopBarProps) {
  const signOut = async (): Promise<void> => {
    await coffer.signOut();
    onSignedOut?.();
  };
  return (
    <header class="bar">
      <Link to="/" class="brand">
        {title ?? location.hostname}
      </Link>
      {session && (
        <div class="account">
          <span>
            <Link to="/account" class="account-link">
              {session.name}
            </Link>
            <small>{words.signedInUntil(clock(session.endsAt))}</small>
          </span>
          <button type="button" onClick={() => void signOut()}>
            {words.signOut}
          </button>
        </div>
      )}
    </header>
  );
}
