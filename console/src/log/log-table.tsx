import { useState } from "preact/hooks";
import type { Problem } from "../api/call.ts";
import { coffer } from "../api/coffer-api.ts";
import type { AuditEvent, AuditEvents } from "../api/wire.ts";
import { ProblemNote } from "../parts/problem-note.tsx";
import { Time } from "../parts/time.tsx";
import { words } from "../words.ts";
import { EventDetails } from "./event-details.tsx";

/** Newest first, a page at a time. */
export function LogTable({ first }: { readonly first: AuditEvents }) {
  const [pages, setPages] = useState<readonly AuditEvents[]>([first]);
  const [problem, setProblem] = useState<Problem>();
  const next = pages.at(-1)?._links.nextByCursor?.href;
  const events = pages.flatMap(({ _embedded }) => _embedded.elements);
  const loadNext = async (): Promise<void> => {
    if (next === undefined) return;
    setProblem(undefined);
    const answer = await coffer.moreEvents(next);
    if ("problem" in answer) setProblem(answer.problem);
    else setPages([...pages, answer.body]);
  };
  const [when, what, who, where] = words.log.columns;
  return (
    <>
      {events.length === 0 ? (
        <p class="quiet">{next === undefined ? words.log.none : words.log.noneYet}</p>
      ) : (
        <table>
          <thead>
            <tr>
              {words.log.columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <tr key={event.id}>
                <td data-name={when}>
                  <Time at={event.createdAt} />
                </td>
                <th scope="row" data-name={what}>
                  {kindOf(event)}
                  <EventDetails details={event.details} />
                </th>
                <td data-name={who}>{actorOf(event)}</td>
                <td data-name={where}>{event.address}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {problem && <ProblemNote problem={problem} onRetry={() => void loadNext()} />}
      {next !== undefined && !problem && (
        <div class="actions">
          <button type="button" onClick={() => void loadNext()}>
            {words.log.more}
          </button>
        </div>
      )}
    </>
  );
}

const KINDS: Readonly<Record<string, string>> = words.log.kinds;

/** In words; what has none yet, by its name. */
export const kindOf = ({ kind }: AuditEvent): string => KINDS[kind] ?? kind;

export const actorOf = ({ actor }: AuditEvent): string => {
  const kind = words.log.actorKinds[actor.kind];
  return actor.name === null ? kind : actor.kind === "user" ? actor.name : `${actor.name} (${kind})`;
};
