import type { Backup } from "./backup.ts";

/** Under which everything of a backup lies, in either bucket. */
export const backupPrefix = ({ tenantId, backupId }: Pick<Backup, "tenantId" | "backupId">): string =>
  `t/${tenantId}/b/${backupId}/`;

/** Keys of one generation of one backup: written once, never changed. The prefix confines a worker to its tenant. */
export const objectKeys = (backup: Pick<Backup, "tenantId" | "backupId">, generation: number) => {
  const prefix = `${backupPrefix(backup)}g${generation}/`;
  return {
    dump: `${prefix}openproject.pgdump`,
    inventory: `${prefix}inventory.ndjson`,
    revisedInventory: (revisionId: string) => `${prefix}inventory-${revisionId}.ndjson`,
    partIndex: `${prefix}part-index`,
    archive: `${prefix}archive.zip`,
  };
};
