import { Failure } from "../../domain/failure.ts";
import type { OutboxEvent } from "../../domain/outbox.ts";
import { outboxKey } from "./keys.ts";

/** In the index `due`: events that wait to be sent, by the time of their change. */
export const OUTBOX_DUE = "outbox";

/** `event` is the whole event as JSON text: whoever is shown the row needs nothing else. */
export const encodeOutboxRow = (event: OutboxEvent) => ({
  ...outboxKey(event.tenantId, event.eventId),
  event: JSON.stringify(event),
  dueKind: OUTBOX_DUE,
  dueAt: event.at,
});

/** A row as the table's stream shows it; only text attributes are looked at. */
export type RowImage = Readonly<Record<string, { readonly S?: string | undefined }>>;

/** The event of a new row in the table's stream; undefined for every other kind of row, and for an event sent already. */
export const decodeOutboxRow = (image: RowImage): OutboxEvent | undefined =>
  image["dueKind"]?.S === OUTBOX_DUE ? parseEvent(image["event"]?.S) : undefined;

/** The envelope is checked; its content is ours, written by `encodeOutboxRow` only. */
export function parseEvent(text: unknown): OutboxEvent {
  const event: unknown = typeof text === "string" ? JSON.parse(text) : undefined;
  if (!isOutboxEvent(event)) throw new Failure("internal", { row: "outbox" });
  return event;
}

function isOutboxEvent(value: unknown): value is OutboxEvent {
  if (typeof value !== "object" || value === null) return false;
  const { eventId, tenantId, at, kind, work, notice }: Partial<Record<string, unknown>> = { ...value };
  const isStamped = typeof eventId === "string" && typeof tenantId === "string" && typeof at === "number";
  const content = kind === "work" ? work : kind === "notice" ? notice : undefined;
  return isStamped && typeof content === "object" && content !== null;
}
