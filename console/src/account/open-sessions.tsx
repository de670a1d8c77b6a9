import { useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import { useLoaded } from "../api/use-loaded.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { TableHead } from "../parts/table-head.tsx";
import { Time } from "../parts/time.tsx";
import { WhenLoaded } from "../parts/when-loaded.tsx";
import { isBackFor } from "../session/errand.ts";
import { words } from "../words.ts";

/** Where the reader is signed in; all of it but this browser ends together. */
export function OpenSessions() {
  const [sessions, reload] = useLoaded(coffer.sessions);
  const [isEnding, setEnding] = useState(isBackFor("sessions"));
  const [isDone, setDone] = useState(false);
  const text = words.sessions;
  // Once the list is as it is now: what opened the dialog may not be in it any more, and focus has to go elsewhere.
  const end = (): void => {
    setEnding(false);
    setDone(true);
  };
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{text.title}</h2>
      <p>{text.what}</p>
      <p role="status" class={isDone ? "note note-good" : "unseen"}>
        {isDone && text.done}
      </p>
      <WhenLoaded loaded={sessions} onRetry={() => void reload()}>
        {({ _embedded, _links }) => (
          <>
            <table>
              <TableHead columns={text.columns} />
              <tbody>
                {_embedded.elements.map((each) => (
                  <tr key={each.startedAt}>
                    <th scope="row" data-name={text.columns[0]}>
                      <Time at={each.startedAt} /> {each.current && <span class="badge good">{text.current}</span>}
                    </th>
                    <td data-name={text.columns[1]}>
                      <Time at={each.lastSeenAt} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {_links.endOthers && (
              <div class="actions">
                <button type="button" onClick={() => setEnding(true)}>
                  {text.endOthers}
                </button>
              </div>
            )}
          </>
        )}
      </WhenLoaded>
      {isEnding && (
        <ConfirmDialog
          title={text.endTitle}
          what={text.endWhat}
          submit={text.endOthers}
          errand="sessions"
          action={coffer.endOtherSessions}
          onDone={() => void reload().then(end)}
          onClose={() => setEnding(false)}
        />
      )}
    </section>
  );
}
