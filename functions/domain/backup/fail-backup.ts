import { SYSTEM_ORIGIN } from "../audit/audit-log.ts";
import { type FailureCode, failureRow } from "../failure.ts";
import { noticeOf } from "../outbox.ts";
import type { Clock, Ids } from "../ports.ts";
import type { Backup } from "./backup.ts";
import type { BackupStore } from "./backup-store.ts";
import type { SliceResult } from "./build-work.ts";

/** Ends a backup as failed, with the notice that says why; the tenant's slot is free again. */
export const failBackup = async (
  { backups, clock, ids }: { readonly backups: BackupStore; readonly clock: Clock; readonly ids: Ids },
  backup: Backup,
  reason: FailureCode,
): Promise<SliceResult> => {
  const { tenantId, backupId, requestedAt, requestedBy } = backup;
  const at = clock.now();
  const reasonText = failureRow(reason).message;
  await backups.fail(backup, reason, {
    at,
    events: [
      noticeOf(ids, tenantId, at, {
        kind: "backup-failed",
        about: requestedBy,
        backupId,
        requestedAt,
        reason: reasonText,
      }),
    ],
    fact: {
      factId: ids.uuid(),
      tenantId,
      at,
      what: "backup.failed",
      actor: { kind: "system" },
      origin: SYSTEM_ORIGIN,
      details: { backupId, reason },
    },
  });
  return { state: "done" };
};
