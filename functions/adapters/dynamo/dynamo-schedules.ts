import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Schedule } from "../../domain/schedule/schedule.ts";
import type { Schedules } from "../../domain/schedule/schedules.ts";
import { acceptanceWrites } from "./accept-backup.ts";
import { commit } from "./change-writes.ts";
import { queryDue } from "./due-index.ts";
import { conditional, write } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { scheduleKey } from "./keys.ts";
import { readItem } from "./read-item.ts";
import { decodeSchedule, encodeSchedule, SCHEDULE_DUE } from "./schedule-row.ts";
import { isTokenLive } from "./token-row.ts";

export function dynamoSchedules(deps: DynamoDeps): Schedules {
  const { client, table } = deps;
  const putOver = (seen: Schedule | undefined, next: Schedule) => ({
    TableName: table,
    Item: encodeSchedule(next),
    ...(seen ? isAsSeen(seen) : { ConditionExpression: "attribute_not_exists(pk)" }),
  });

  return {
    async find(tenantId) {
      const item = await readItem(deps, scheduleKey(tenantId));
      return item && decodeSchedule(item);
    },

    async due(before, limit) {
      const items = await queryDue(deps, SCHEDULE_DUE, before, limit);
      return items.map(decodeSchedule);
    },

    async set(schedule, seen, change) {
      const { tenantId, holder, tokenId } = schedule;
      const writes = [
        { guards: "token-refused" as const, write: isTokenLive(deps, { tenantId, userId: holder.userId, tokenId }) },
        { guards: "changed" as const, write: { Put: putOver(seen, schedule) } },
      ];
      const outcome = await commit(deps, writes, change);
      return outcome.isApplied ? "set" : outcome.refusedBy;
    },

    async save(seen, next, change) {
      const put = putOver(seen, next);
      if (change) return (await commit(deps, [{ guards: "seen" as const, write: { Put: put } }], change)).isApplied;
      return (await write(deps, () => conditional(() => client.send(new PutCommand(put))))).isMet;
    },

    async remove(seen, change) {
      const remove = { TableName: table, Key: scheduleKey(seen.tenantId), ...isAsSeen(seen) };
      if (change)
        return (await commit(deps, [{ guards: "seen" as const, write: { Delete: remove } }], change)).isApplied;
      return (await write(deps, () => conditional(() => client.send(new DeleteCommand(remove))))).isMet;
    },

    async start(seen, next, acceptance) {
      const moveOn = { guards: "schedule-changed" as const, write: { Put: putOver(seen, next) } };
      const outcome = await commit(deps, [moveOn, ...acceptanceWrites(deps, acceptance)], acceptance);
      return outcome.isApplied ? { outcome: "accepted" } : { outcome: "refused", why: outcome.refusedBy };
    },
  };
}

/** Another schedule begins with a revision of its own, one above that of the one before. */
const isAsSeen = ({ scheduleId, revision }: Schedule) => ({
  ConditionExpression: "scheduleId = :seenId AND revision = :seenRevision",
  ExpressionAttributeValues: { ":seenId": scheduleId, ":seenRevision": revision },
});
