import { coffer } from "../api/coffer-api.ts";
import { useLoaded } from "../api/use-loaded.ts";
import { WhenLoaded } from "../parts/when-loaded.tsx";
import { words } from "../words.ts";
import { PasswordTable } from "./password-table.tsx";

/** Whose password is not looked at any more after too many wrong ones, and how they are let in again. */
export function DisabledPasswords() {
  const [passwords, reload] = useLoaded(coffer.disabledPasswords);
  const text = words.disabledPasswords;
  return (
    <section aria-labelledby="disabled">
      <h2 id="disabled">{text.title}</h2>
      <p>{text.what}</p>
      <WhenLoaded loaded={passwords} onRetry={() => void reload()}>
        {({ _embedded }) => <PasswordTable passwords={_embedded.elements} onEnabled={reload} />}
      </WhenLoaded>
    </section>
  );
}
