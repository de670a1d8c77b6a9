import { useInstallation } from "../installation.ts";
import { DisabledPasswords } from "./disabled-passwords.tsx";
import { OpenSessions } from "./open-sessions.tsx";

/** Where the reader is signed in; for administrators, also who cannot sign in any more. */
export function AccountPage() {
  const { session } = useInstallation();
  return (
    <>
      <OpenSessions />
      {session?.admin && <DisabledPasswords />}
    </>
  );
}
