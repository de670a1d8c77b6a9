import type { Backup } from "../../functions/domain/backup/backup.ts";
import type { BackupHistory } from "../../functions/domain/history/backup-history.ts";
import { endBackup, store } from "./memory-backups.ts";
import { commitChange, keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryBackupHistory(world: MemoryWorld): BackupHistory {
  const stored = ({ tenantId, backupId }: Backup): Backup | undefined => world.backups.get(keyOf(tenantId, backupId));
  return {
    async list({ tenantId, requestedBy, states, pageSize, after }) {
      const found = [...world.backups.values()]
        .filter((backup) => backup.tenantId === tenantId && states.includes(backup.state))
        .filter((backup) => requestedBy === undefined || backup.requestedBy.userId === requestedBy)
        .filter((backup) => after === undefined || placeOf(backup) < after)
        .sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
      const backups = found.slice(0, pageSize);
      const last = backups.at(-1);
      return found.length > pageSize && last ? { backups, next: placeOf(last) } : { backups };
    },
    cancel: async (backup, change) => endBackup(world, backup, { state: "cancelled" }, change),
    async remove(backup, change) {
      const before = stored(backup);
      if (before?.state !== "ready") return false;
      store(world, { ...before, state: "deleted" }, change);
      const { tenantId, backupId } = backup;
      world.removals.set(keyOf(tenantId, backupId), { tenantId, backupId, dueAt: change.at });
      return true;
    },
    async annotate(backup, { label, isPinned, pinnedBy }, change) {
      const before = stored(backup);
      if (before === undefined || before.state === "deleted") return false;
      const { label: old, ...rest } = before;
      const kept = label ?? old;
      const by = pinnedBy === undefined ? {} : { pinnedBy };
      const when = isPinned ? { pinnedAt: change.at } : { unpinnedAt: change.at };
      const pin = isPinned === undefined ? {} : { isPinned, ...when, ...by };
      const noted = { ...rest, ...(kept ? { label: kept } : {}), ...pin };
      store(world, noted, change);
      return true;
    },
    record: async (change) => commitChange(world, change),
  };
}

const placeOf = ({ requestedAt, backupId }: Backup): string => `${String(requestedAt).padStart(14, "0")}#${backupId}`;
