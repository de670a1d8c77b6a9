import * as z from "zod/mini";
import { type AuditEvent, type AuditEvents, LOOKED_AT_MAX, pageOf } from "../../domain/audit/audit-events.ts";
import type { AuditFact } from "../../domain/audit/audit-log.ts";
import { decodeRow } from "./decode-row.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { AUDIT_PREFIX, auditKey } from "./keys.ts";
import { queryItems } from "./read-item.ts";

/** What follows `AUDIT_PREFIX` in a key: time and id. */
const CURSOR = /^\d{14}#[\w-]{1,64}$/u;

export function dynamoAuditEvents(deps: DynamoDeps): AuditEvents {
  return {
    async list(wish) {
      const { tenantId, from = 0, to, after } = wish;
      const { pk, sk: first } = auditKey(tenantId, Math.max(0, from), "");
      const end = to === undefined ? `${AUDIT_PREFIX}~` : auditKey(tenantId, Math.max(0, to), "").sk;
      const cursor = after !== undefined && CURSOR.test(after) ? AUDIT_PREFIX + after : undefined;
      const last = cursor !== undefined && cursor < end ? cursor : end;
      if (last < first) return { events: [] };
      return pageOf(eventsOf(deps, { pk, first, last, cursor }), wish, cursorOf);
    },
  };
}

const cursorOf = ({ tenantId, at, factId }: AuditEvent): string =>
  auditKey(tenantId, at, factId).sk.slice(AUDIT_PREFIX.length);

interface Range {
  readonly pk: string;
  readonly first: string;
  readonly last: string;
  /** Shown already. */
  readonly cursor: string | undefined;
}

async function* eventsOf(deps: DynamoDeps, { pk, first, last, cursor }: Range): AsyncGenerator<AuditEvent> {
  const items = queryItems(deps, {
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
    ExpressionAttributeValues: { ":pk": pk, ":first": first, ":last": last },
    ScanIndexForward: false,
    Limit: LOOKED_AT_MAX,
    ConsistentRead: true,
  });
  for await (const item of items) {
    if (item["sk"] !== cursor) yield decodeRow(eventShape, item);
  }
}

const actorShape = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("user"),
    userId: z.number(),
    login: z.string(),
    apiKeyId: z.exactOptional(z.number()),
  }),
  z.object({ kind: z.literal("staff"), staff: z.enum(["support", "operator"]), name: z.string() }),
  z.object({ kind: z.literal("anonymous") }),
  z.object({ kind: z.literal("system") }),
]);

const factMembers = {
  factId: z.string(),
  tenantId: z.string(),
  at: z.number(),
  what: z.string(),
  actor: actorShape,
  origin: z.object({ address: z.string(), requestId: z.string() }),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
} satisfies Record<keyof AuditFact, unknown>;

const eventShape = z.object({ ...factMembers, position: z.exactOptional(z.number()) });
