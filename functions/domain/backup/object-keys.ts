import type { Backup } from "./backup.ts";

/** Keys of one generation of one backup: written once, never changed. The prefix confines a worker to its tenant. */
export const objectKeys = ({ tenantId, backupId }: Pick<Backup, "tenantId" | "backupId">, generation: number) => {
  const prefix = `t/${tenantId}/b/${backupId}/g${generation}/`;
  return {
    dump: `${prefix}openproject.pgdump`,
    inventory: `${prefix}inventory.ndjson`,
    revisedInventory: (revisionId: string) => `${prefix}inventory-${revisionId}.ndjson`,
    partIndex: `${prefix}part-index`,
    archive: `${prefix}archive.zip`,
  };
};
