import { useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import type { DisabledPassword } from "../api/wire.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { TableHead } from "../parts/table-head.tsx";
import { Time } from "../parts/time.tsx";
import { isBackFor } from "../session/errand.ts";
import { words } from "../words.ts";

interface PasswordTableProps {
  readonly passwords: readonly DisabledPassword[];
  /** Resolves once the list is as it is now. */
  readonly onEnabled: () => Promise<void>;
}

const errandOf = ({ user }: DisabledPassword) => `password-${user.id}` as const;

export function PasswordTable({ passwords, onEnabled }: PasswordTableProps) {
  const [chosen, setChosen] = useState(passwords.find((each) => isBackFor(errandOf(each))));
  const [enabled, setEnabled] = useState<string>();
  const text = words.disabledPasswords;
  const end = ({ user }: DisabledPassword): void => {
    setEnabled(user.login);
    setChosen(undefined);
  };
  return (
    <>
      <p role="status" class={enabled ? "note note-good" : "unseen"}>
        {enabled && text.done(enabled)}
      </p>
      {passwords.length === 0 ? (
        <p class="quiet">{text.none}</p>
      ) : (
        <table>
          <TableHead columns={[text.login, text.since]} actions={text.actions} />
          <tbody>
            {passwords.map((each) => (
              <tr key={each.user.id}>
                <th scope="row">{each.user.login}</th>
                <td data-name={text.since}>
                  <Time at={each.disabledAt} />
                </td>
                <td class="right">
                  {each._links.enable ? (
                    <button type="button" aria-label={text.enableOf(each.user.login)} onClick={() => setChosen(each)}>
                      {text.enable}
                    </button>
                  ) : (
                    text.own
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {chosen && (
        <ConfirmDialog
          title={text.enableTitle(chosen.user.login)}
          what={text.enableWhat}
          submit={text.enable}
          errand={errandOf(chosen)}
          action={(proof) => coffer.enablePassword(chosen.user.id, proof)}
          onDone={() => void onEnabled().then(() => end(chosen))}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  );
}
