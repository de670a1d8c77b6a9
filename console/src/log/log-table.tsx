import { coffer } from "../api/coffer-api.ts";
import { usePages } from "../api/use-pages.ts";
import type { AuditEvent, AuditEvents } from "../api/wire.ts";
import { NextPage } from "../parts/next-page.tsx";
import { TableHead } from "../parts/table-head.tsx";
import { Time } from "../parts/time.tsx";
import { words } from "../words.ts";
import { EventDetails } from "./event-details.tsx";

/** Newest first, a page at a time. */
export function LogTable({ first }: { readonly first: AuditEvents }) {
  const pages = usePages(first, coffer.moreEvents);
  const { elements: events } = pages;
  const [when, what, who, where] = words.log.columns;
  return (
    <>
      {events.length === 0 ? (
        <p class="quiet">{pages.loadNext ? words.log.noneYet : words.log.none}</p>
      ) : (
        <table>
          <TableHead columns={words.log.columns} />
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
      <NextPage pages={pages} name={words.log.more} />
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
