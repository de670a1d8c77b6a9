import type { Backup } from "../domain/backup/backup.ts";
import { isEnded } from "../domain/backup/backup.ts";
import { actionsOn } from "../domain/history/backup-actions.ts";
import { progressOf } from "../domain/history/backup-progress.ts";
import type { HistoryDeps } from "../domain/history/cancel-backup.ts";
import { findVisible } from "../domain/history/find-visible.ts";
import type { Doer } from "../domain/history/history-change.ts";
import { tenantPace } from "../domain/history/tenant-pace.ts";
import { whyKept } from "../domain/retention/why-kept.ts";
import { doerOf } from "../http/doer-of.ts";
import { signedIn } from "../http/handler.ts";
import { renderBackup } from "../http/representations/backup.ts";

/** `GET /api/v3/backups/{backupId}`: what it is, how far it is, and what this caller may do with it now. */
export const showBackupRoute = (deps: HistoryDeps) =>
  signedIn({
    async handle(call) {
      const looker = doerOf(call);
      const backup = await findVisible(deps, { ...looker, backupId: call.path["backupId"] ?? "" });
      return { status: 200, body: await describeBackup(deps, looker, backup) };
    },
  });

/** As every answer about one backup has it. */
export const describeBackup = async (deps: HistoryDeps, looker: Doer, backup: Backup) => {
  const now = deps.clock.now();
  const pace = isEnded(backup) ? undefined : await tenantPace(deps, backup.tenantId);
  const progress = pace && progressOf(backup, pace, now);
  const kept = await whyKept(deps, looker.tenant, [backup], now);
  return renderBackup(backup, actionsOn(backup, looker, now), { progress, retainedAs: kept.get(backup.backupId) });
};
