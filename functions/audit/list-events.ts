import * as z from "zod/mini";
import type { ActorWish, AuditEvents } from "../domain/audit/audit-events.ts";
import { Failure } from "../domain/failure.ts";
import { signedIn } from "../http/handler.ts";
import { renderAuditEvent, renderAuditEvents } from "../http/representations/audit-event.ts";

const PAGE_SIZE = 50;
const KINDS = ["support", "operator", "system", "anonymous"] as const;
const time = z.iso.datetime({ offset: true });

export const auditQueryShape = z.strictObject({
  pageSize: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), PAGE_SIZE),
  /** `backup.requested`, or `backup` for all about backups. */
  kind: z.optional(z.string().check(z.regex(/^[a-z-]{1,40}(?:\.[a-z-]{1,40})?$/u))),
  /** A user's id, or `support`, `operator`, `system`, `anonymous`. */
  actor: z.optional(z.union([z.string().check(z.regex(/^[1-9]\d{0,14}$/u)), z.enum(KINDS)])),
  from: z.optional(time),
  to: z.optional(time),
  cursor: z.optional(z.string().check(z.regex(/^[\w-]{1,128}$/u))),
});

const actorWish = (text: string): ActorWish => {
  const kind = KINDS.find((each) => each === text);
  return kind === undefined ? { userId: Number(text) } : { kind };
};

/** `GET /api/v3/audit_events`: what happened, newest first; for administrators. */
export const listEventsRoute = (deps: { readonly events: AuditEvents }) =>
  signedIn({
    async handle({ tenant, caller, query }) {
      if (!caller.user.isAdmin) throw new Failure("not-an-administrator");
      const { pageSize, cursor, ...asked } = query(auditQueryShape);
      const { events, next } = await deps.events.list({
        tenantId: tenant.tenantId,
        pageSize,
        ...(asked.kind === undefined ? {} : { what: asked.kind }),
        ...(asked.actor === undefined ? {} : { actor: actorWish(asked.actor) }),
        ...(asked.from === undefined ? {} : { from: Date.parse(asked.from) }),
        ...(asked.to === undefined ? {} : { to: Date.parse(asked.to) }),
        ...(cursor === undefined ? {} : { after: Buffer.from(cursor, "base64url").toString() }),
      });
      const nextCursor = next === undefined ? undefined : Buffer.from(next).toString("base64url");
      const given = Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined);
      const elements = events.map(renderAuditEvent);
      const narrowed = { ...Object.fromEntries(given), pageSize: String(pageSize) };
      return { status: 200, body: renderAuditEvents({ elements, query: narrowed, pageSize, next: nextCursor }) };
    },
  });
