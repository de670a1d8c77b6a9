import type { Clock, Ids, Log } from "../ports.ts";
import { type PauseReason, type Schedule, scheduleText } from "./schedule.ts";
import { scheduleChange } from "./schedule-change.ts";
import type { Schedules } from "./schedules.ts";

export interface PauseScheduleDeps {
  readonly schedules: Schedules;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** Nothing is started any more; every administrator is told, once, what to do. Undefined: somebody else was faster. */
export async function pauseSchedule(
  deps: PauseScheduleDeps,
  seen: Schedule,
  reason: PauseReason,
): Promise<Schedule | undefined> {
  const { nextRunAt: _, triedSince: __, ...rest } = seen;
  const pause = { reason, at: deps.clock.now() };
  const next = { ...rest, revision: seen.revision + 1, pause };
  const notice = { kind: "schedule-paused", about: seen.holder, schedule: scheduleText(seen), reason } as const;
  const change = scheduleChange(deps, seen, "schedule.paused", { reason }, notice);
  if (!(await deps.schedules.save(seen, next, change))) return undefined;
  deps.log.info("schedule paused", { tenantId: seen.tenantId, reason });
  return next;
}
