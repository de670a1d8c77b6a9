import * as z from "zod/mini";
import type { AuditEvent } from "../../domain/audit/audit-events.ts";
import type { Actor } from "../../domain/audit/audit-log.ts";
import { type CollectionPage, renderCollectionPage } from "./collection-page.ts";
import { isoTime, linkShape, timeShape } from "./wire.ts";

const auditEventsPath = "/api/v3/audit_events";

const actorShape = z.strictObject({
  kind: z.enum(["user", "support", "operator", "anonymous", "system"]),
  id: z.nullable(z.int()),
  /** The user's login, or the name of one of the staff. */
  name: z.nullable(z.string()),
  /** The API key that was used. */
  apiKeyId: z.nullable(z.int()),
});

const auditEventShape = z.strictObject({
  _type: z.literal("AuditEvent"),
  id: z.string(),
  kind: z.string(),
  createdAt: timeShape,
  actor: actorShape,
  address: z.string(),
  requestId: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  /** Its place in the chain; null for a moment, until it has one. */
  position: z.nullable(z.int()),
});

export const auditEventsShape = z.strictObject({
  _type: z.literal("Collection"),
  count: z.int(),
  pageSize: z.int(),
  _embedded: z.strictObject({ elements: z.array(auditEventShape) }),
  _links: z.strictObject({ self: linkShape, nextByCursor: z.exactOptional(linkShape) }),
});

const renderActor = (actor: Actor): z.infer<typeof actorShape> => {
  const nobody = { id: null, name: null, apiKeyId: null };
  if (actor.kind === "staff") return { ...nobody, kind: actor.staff, name: actor.name };
  if (actor.kind !== "user") return { ...nobody, kind: actor.kind };
  return { kind: "user", id: actor.userId, name: actor.login, apiKeyId: actor.apiKeyId ?? null };
};

export const renderAuditEvent = (event: AuditEvent): z.infer<typeof auditEventShape> => ({
  _type: "AuditEvent",
  id: event.factId,
  kind: event.what,
  createdAt: isoTime(event.at),
  actor: renderActor(event.actor),
  address: event.origin.address,
  requestId: event.origin.requestId,
  details: Object.fromEntries(
    Object.entries(event.details).map(([name, value]) => [name, typeof value === "object" ? [...value] : value]),
  ),
  position: event.position ?? null,
});

export const renderAuditEvents = (
  page: CollectionPage<z.infer<typeof auditEventShape>>,
): z.infer<typeof auditEventsShape> => renderCollectionPage(auditEventsPath, page);
