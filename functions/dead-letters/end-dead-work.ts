import type { SQSEvent, SQSRecord } from "aws-lambda";
import type { BackupStore } from "../domain/backup/backup-store.ts";
import type { BuildWork } from "../domain/backup/build-work.ts";
import { failBackup } from "../domain/backup/fail-backup.ts";
import { isStale } from "../domain/backup/stale-work.ts";
import type { Clock, Ids, Log } from "../domain/ports.ts";

export interface DeadLetterDeps {
  readonly backups: BackupStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly decode: (body: string) => { readonly work: BuildWork } | { readonly unreadable: string };
}

/**
 * The dead letters: a message that could not be worked off ends its backup as failed, with its mail, so that nothing
 * hangs. What is no build work (a notice, an unreadable message) is logged as an error with the reason it came with. What
 * it holds is not: nobody knows what that is.
 */
export const endDeadWork =
  (deps: DeadLetterDeps) =>
  async (event: SQSEvent): Promise<void> => {
    for (const record of event.Records) await endOne(deps, record);
  };

async function endOne(
  deps: DeadLetterDeps,
  { messageId, body, eventSourceARN, messageAttributes }: SQSRecord,
): Promise<void> {
  const reason = messageAttributes?.["reason"]?.stringValue ?? "not worked off";
  const decoded = deps.decode(body);
  if ("unreadable" in decoded) return deps.log.error("dead letter", { messageId, eventSourceARN, reason });
  const { work } = decoded;
  deps.log.error("dead work", { messageId, tenantId: work.tenantId, backupId: work.backupId, step: work.step });
  const backup = await deps.backups.find(work.tenantId, work.backupId);
  if (backup && !isStale(work, backup)) await failBackup(deps, backup, "no-progress");
}
