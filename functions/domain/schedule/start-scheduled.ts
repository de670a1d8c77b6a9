import type { Backup } from "../backup/backup.ts";
import type { Acceptance } from "../backup/backup-store.ts";
import { workOf } from "../outbox.ts";
import type { Tenant } from "../tenant/tenant.ts";
import { nextDue } from "./due-times.ts";
import { type PauseScheduleDeps, pauseSchedule } from "./pause-schedule.ts";
import type { Schedule, SkipReason } from "./schedule.ts";
import { scheduleChange } from "./schedule-change.ts";

export type StartScheduledDeps = PauseScheduleDeps;

/** For how long a start is tried again while the tenant's slot is taken or backups are switched off. */
const TRIED_FOR_MS = 3_600_000;
/** When to look how the backup went: a permission that was withdrawn ends it within moments. */
const LOOK_AFTER_MS = 5 * 60_000;

/**
 * Starts the backup that is due, in place of all that were missed. It takes the tenant's slot, not the daily limit, and needs
 * the token in the very transaction. Where it cannot be started it is tried again each minute, for an hour, then left out.
 * Returns the schedule as it is then; undefined where somebody else was faster.
 */
export async function startScheduled(
  deps: StartScheduledDeps,
  tenant: Tenant,
  seen: Schedule,
): Promise<Schedule | undefined> {
  if (!tenant.settings.backupEnabled) return tryLater(deps, seen, "backups-disabled");
  const now = deps.clock.now();
  const backupId = deps.ids.uuid();
  const next: Schedule = {
    ...movedOn(seen, now),
    lastRun: { at: now, backupId },
    lookAt: Math.min(seen.lookAt, now + LOOK_AFTER_MS),
  };
  const result = await deps.schedules.start(seen, next, acceptanceOf(deps, tenant, seen, backupId));
  if (result.outcome === "accepted") {
    deps.log.info("scheduled backup started", { tenantId: seen.tenantId, backupId });
    return next;
  }
  if (result.why === "backup-pending") return tryLater(deps, seen, "backup-pending");
  // The next look at the schedule finds it as it is now.
  return result.why === "backup-token-refused" ? pauseSchedule(deps, seen, "token-gone") : undefined;
}

/** Past every time that is due by now. */
function movedOn(before: Schedule, now: number): Schedule {
  const { nextRunAt: _, triedSince: __, ...seen } = before;
  const nextRunAt = nextDue(seen, now);
  return { ...seen, revision: seen.revision + 1, ...(nextRunAt === undefined ? {} : { nextRunAt }) };
}

async function tryLater(deps: StartScheduledDeps, seen: Schedule, reason: SkipReason): Promise<Schedule | undefined> {
  const now = deps.clock.now();
  if (seen.triedSince === undefined) {
    const tried = { ...seen, revision: seen.revision + 1, triedSince: now };
    return (await deps.schedules.save(seen, tried)) ? tried : undefined;
  }
  if (now - seen.triedSince < TRIED_FOR_MS) return seen;
  const next: Schedule = { ...movedOn(seen, now), lastRun: { at: now, skipped: reason } };
  const dueAt = new Date(seen.nextRunAt ?? now).toISOString();
  const change = scheduleChange(deps, seen, "schedule.skipped", { reason, dueAt });
  if (!(await deps.schedules.save(seen, next, change))) return undefined;
  deps.log.warn("scheduled backup left out", { tenantId: seen.tenantId, reason });
  return next;
}

function acceptanceOf(
  deps: StartScheduledDeps,
  { tenantId, title }: Tenant,
  seen: Schedule,
  backupId: string,
): Acceptance {
  const { holder, tokenId, wantsAttachments, scheduleId, nextRunAt = 0 } = seen;
  const { ids, clock } = deps;
  const at = clock.now();
  const backup: Backup = {
    tenantId,
    backupId,
    state: "queued",
    requestedAt: at,
    requestedBy: { ...holder, scheduleId },
    title,
    wantsAttachments,
    generation: 0,
  };
  const dueAt = new Date(nextRunAt).toISOString();
  const { fact } = scheduleChange(deps, seen, "backup.requested", {
    backupId,
    attachments: wantsAttachments,
    by: "schedule",
    dueAt,
  });
  return {
    backup,
    token: { userId: holder.userId, tokenId },
    day: new Date(at).toISOString().slice(0, 10),
    events: [workOf(ids, at, { tenantId, backupId, step: "dump", generation: 0 })],
    fact,
  };
}
