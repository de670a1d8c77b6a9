import type { TenantDirectory } from "../tenant/tenant.ts";
import type { BackupTokens } from "../token/backup-tokens.ts";
import { type KeepPromiseDeps, keepPromise } from "./keep-promise.ts";
import { pauseSchedule } from "./pause-schedule.ts";
import type { Schedule } from "./schedule.ts";
import { type StartScheduledDeps, startScheduled } from "./start-scheduled.ts";

export interface RunScheduleDeps extends StartScheduledDeps, KeepPromiseDeps {
  readonly tenants: Pick<TenantDirectory, "find">;
  readonly tokens: Pick<BackupTokens, "find">;
}

/**
 * What a schedule needs now: the keeper's, for one that somebody has to see to. It is paused where its token is gone; else
 * what is due is started, and what was promised is looked for. Any number of keepers may do so at the same time.
 */
export const runSchedule = async (deps: RunScheduleDeps, schedule: Schedule): Promise<void> => {
  const { tenantId, holder, tokenId } = schedule;
  const tenant = await deps.tenants.find(tenantId);
  if (!tenant) {
    await deps.schedules.remove(schedule);
    return;
  }
  const token = await deps.tokens.find(tenantId, holder.userId);
  const isLive = token?.tokenId === tokenId;
  if (!isLive && !schedule.pause) return void (await pauseSchedule(deps, schedule, "token-gone"));
  const now = deps.clock.now();
  const isDue = schedule.nextRunAt !== undefined && schedule.nextRunAt <= now;
  const next = isDue ? await startScheduled(deps, tenant, schedule) : schedule;
  if (next && next.lookAt <= now) await keepPromise(deps, next);
  // It was due because a token ended that it does not run by any more: its next time is what it was.
  else if (!isDue) await deps.schedules.save(schedule, { ...schedule, revision: schedule.revision + 1 });
};
