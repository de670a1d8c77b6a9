import * as z from "zod/mini";
import type { Person } from "../../domain/notice/notice-event.ts";
import {
  dueAtOf,
  PAUSE_REASONS,
  type Pause,
  type Run,
  type Schedule,
  SKIP_REASONS,
} from "../../domain/schedule/schedule.ts";
import { decodeRow } from "./decode-row.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { scheduleKey } from "./keys.ts";
import { readItem } from "./read-item.ts";
import type { GuardedWrite } from "./transact.ts";

/** In the index `due`: schedules by when somebody has to see to them. */
export const SCHEDULE_DUE = "schedule";

const scheduleShape: z.ZodMiniType<Schedule> = z.object({
  tenantId: z.string(),
  scheduleId: z.string(),
  cron: z.string(),
  timeZone: z.string(),
  wantsAttachments: z.boolean(),
  holder: z.object({ userId: z.number(), login: z.string(), name: z.string() } satisfies Record<keyof Person, unknown>),
  tokenId: z.string(),
  createdAt: z.number(),
  revision: z.number(),
  nextRunAt: z.exactOptional(z.number()),
  triedSince: z.exactOptional(z.number()),
  pause: z.exactOptional(
    z.object({ reason: z.enum(PAUSE_REASONS), at: z.number() } satisfies Record<keyof Pause, unknown>),
  ),
  lastRun: z.exactOptional(
    z.object({
      at: z.number(),
      backupId: z.exactOptional(z.string()),
      skipped: z.exactOptional(z.enum(SKIP_REASONS)),
    } satisfies Record<keyof Run, unknown>),
  ),
  promisedAt: z.number(),
  lookAt: z.number(),
  overdueSince: z.exactOptional(z.number()),
} satisfies Record<keyof Schedule, unknown>);

export const encodeSchedule = (schedule: Schedule) => ({
  ...scheduleKey(schedule.tenantId),
  ...schedule,
  dueKind: SCHEDULE_DUE,
  dueAt: dueAtOf(schedule),
});

export const decodeSchedule = (item: unknown): Schedule => decodeRow(scheduleShape, item);

/**
 * For a transaction that ends a token: the schedule that runs by it is due at once, whatever the keeper is doing to it. Where
 * there is none the transaction insists on that: somebody may be setting one.
 */
export async function hastenSchedule(
  deps: DynamoDeps,
  tenantId: string,
  tokenId: string,
): Promise<readonly GuardedWrite<"schedule">[]> {
  const row = { TableName: deps.table, Key: scheduleKey(tenantId) };
  const item = await readItem(deps, row.Key);
  if (item?.["tokenId"] !== tokenId) {
    const check = {
      ...row,
      ConditionExpression: "attribute_not_exists(pk) OR tokenId <> :tokenId",
      ExpressionAttributeValues: { ":tokenId": tokenId },
    };
    return [{ guards: "schedule", write: { ConditionCheck: check } }];
  }
  const update = {
    ...row,
    UpdateExpression: "SET dueAt = :now, revision = revision + :one",
    ConditionExpression: "tokenId = :tokenId",
    ExpressionAttributeValues: { ":now": deps.clock.now(), ":one": 1, ":tokenId": tokenId },
  };
  return [{ guards: "schedule", write: { Update: update } }];
}
