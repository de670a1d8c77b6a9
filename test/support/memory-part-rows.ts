import { type Backup, isEnded } from "../../functions/domain/backup/backup.ts";
import type { PartRow, PartRows } from "../../functions/domain/backup/part-rows.ts";
import { keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryPartRows(world: MemoryWorld): PartRows {
  const rowsOf = (backup: Backup): Map<number, PartRow> => {
    const key = generationKey(backup);
    const rows = world.parts.get(key) ?? new Map<number, PartRow>();
    world.parts.set(key, rows);
    return rows;
  };

  return {
    async put(backup, row, entriesBegun) {
      const current = world.backups.get(keyOf(backup.tenantId, backup.backupId));
      if (current === undefined || isEnded(current) || current.generation !== backup.generation) return false;
      const rows = rowsOf(backup);
      if (current.layout && !rows.has(row.number)) {
        const { partsDone = 0, entriesDone = 0 } = current.layout;
        const layout = {
          ...current.layout,
          partsDone: partsDone + 1,
          entriesDone: entriesDone + entriesBegun,
        };
        world.backups.set(keyOf(backup.tenantId, backup.backupId), { ...current, layout });
      }
      rows.set(row.number, row);
      return true;
    },
    async *list(backup, first, last) {
      const rows = [...rowsOf(backup).values()].sort((a, b) => a.number - b.number);
      yield* rows.filter(({ number }) => number >= first && number <= last);
    },
    async keepSignature(backup, signature) {
      const key = generationKey(backup);
      const kept = world.signatures.get(key) ?? signature;
      world.signatures.set(key, kept);
      return kept;
    },
  };
}

const generationKey = ({ tenantId, backupId, generation }: Backup): string => keyOf(tenantId, backupId, generation);
