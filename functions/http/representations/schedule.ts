import * as z from "zod/mini";
import { PAUSE_REASONS, type Schedule, SKIP_REASONS } from "../../domain/schedule/schedule.ts";
import { isoTime, timeShape } from "./wire.ts";

/** What a schedule is set as. */
export const scheduleWishShape = z.strictObject({
  /** Minute, hour, day of the month, month, day of the week. */
  cron: z.string().check(z.maxLength(100)),
  /** A name of the IANA’s time zones. */
  timeZone: z.string().check(z.maxLength(64)),
  attachments: z._default(z.boolean(), true),
});

export const scheduleShape = z.strictObject({
  cron: z.string(),
  timeZone: z.string(),
  attachments: z.boolean(),
  /** Who set it; it runs by their backup token. */
  holder: z.strictObject({ id: z.int(), login: z.string(), name: z.string() }),
  createdAt: timeShape,
  /** Null while it is paused. */
  nextRunAt: z.nullable(timeShape),
  paused: z.nullable(z.strictObject({ reason: z.enum(PAUSE_REASONS), at: timeShape })),
  /** The due time that there is no good backup for; null: there is one, or it is not late yet. */
  overdueSince: z.nullable(timeShape),
  lastRun: z.nullable(
    z.strictObject({
      at: timeShape,
      /** What was started; null: nothing, for the reason beside. */
      backupId: z.nullable(z.string()),
      skipped: z.nullable(z.enum(SKIP_REASONS)),
    }),
  ),
});

export const renderSchedule = (schedule: Schedule): z.infer<typeof scheduleShape> => {
  const { cron, timeZone, wantsAttachments, holder, createdAt, nextRunAt, pause, overdueSince, lastRun } = schedule;
  return {
    cron,
    timeZone,
    attachments: wantsAttachments,
    holder: { id: holder.userId, login: holder.login, name: holder.name },
    createdAt: isoTime(createdAt),
    nextRunAt: nextRunAt === undefined ? null : isoTime(nextRunAt),
    paused: pause ? { reason: pause.reason, at: isoTime(pause.at) } : null,
    overdueSince: overdueSince === undefined ? null : isoTime(overdueSince),
    lastRun: lastRun
      ? { at: isoTime(lastRun.at), backupId: lastRun.backupId ?? null, skipped: lastRun.skipped ?? null }
      : null,
  };
};
