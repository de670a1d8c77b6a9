import * as z from "zod/mini";
import type { DownloadTicket, DownloadTickets } from "../../domain/download/download-ticket.ts";
import { commit, putNew } from "./change-writes.ts";
import { decodeRow } from "./decode-row.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { encodeGrant } from "./dynamo-download-grants.ts";
import { expirySeconds } from "./expiry.ts";
import { extractShape } from "./extract-shape.ts";
import { ticketKey } from "./keys.ts";
import { readItem } from "./read-item.ts";
import { sessionIsThere, sessionRenewal } from "./session-row.ts";
import type { GuardedWrite } from "./transact.ts";

const ticketShape: z.ZodMiniType<DownloadTicket> = z.object({
  tenantId: z.string(),
  ticketHash: z.string(),
  userId: z.number(),
  signInId: z.string(),
  backupId: z.string(),
  versionId: z.string(),
  extract: z.exactOptional(extractShape),
  endsAt: z.number(),
} satisfies Record<keyof DownloadTicket, unknown>);

const encodeTicket = (ticket: DownloadTicket) => ({
  ...ticketKey(ticket.tenantId, ticket.ticketHash),
  ...ticket,
  expiresAt: expirySeconds(ticket.endsAt),
});

export function dynamoDownloadTickets(deps: DynamoDeps): DownloadTickets {
  const { table } = deps;

  return {
    async issue(ticket, before, after, fact) {
      const writes: GuardedWrite<"session">[] = [
        ...sessionRenewal(table, before, after),
        { write: putNew(table, encodeTicket(ticket)) },
      ];
      const outcome = await commit(deps, writes, { events: [], fact });
      return outcome.isApplied;
    },

    async find(tenantId, ticketHash) {
      const item = await readItem(deps, ticketKey(tenantId, ticketHash));
      return item && decodeRow(ticketShape, item);
    },

    async exchange({ tenantId, ticketHash }, session, grant, change) {
      // Using it up is removing it: afterwards nobody can tell it from one that never was.
      const use = {
        TableName: table,
        Key: ticketKey(tenantId, ticketHash),
        ConditionExpression: "endsAt > :now",
        ExpressionAttributeValues: { ":now": deps.clock.now() },
      };
      const writes: GuardedWrite<"ticket" | "session">[] = [
        { guards: "ticket", write: { Delete: use } },
        { guards: "session", write: sessionIsThere(table, session) },
        { write: { Put: { TableName: table, Item: encodeGrant(grant) } } },
      ];
      const outcome = await commit(deps, writes, change);
      return outcome.isApplied;
    },
  };
}
