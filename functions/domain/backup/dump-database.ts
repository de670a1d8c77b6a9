import { Failure } from "../failure.ts";
import type { DatabaseSnapshot } from "../source/database-source.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { Backup, DumpFacts } from "./backup.ts";
import type { SliceResult } from "./build-work.ts";
import { objectKeys } from "./object-keys.ts";
import type { BuildDeps, Slice } from "./slice.ts";
import { stepChange } from "./step-change.ts";
import { writeInventory } from "./write-inventory.ts";

/**
 * First step: the database's dump and the inventory of what goes into the archive, both out of one snapshot, as two
 * objects of a generation of their own. It cannot go on in another invocation, since its snapshot dies with its
 * connection; another attempt starts from the beginning, under the next generation.
 */
export const dumpDatabase = async (deps: BuildDeps, slice: Slice): Promise<SliceResult> => {
  const { tenant, backup, lease, signal } = slice;
  await refuseWithdrawn(deps, tenant, backup);
  signal.throwIfAborted();
  const generation = await deps.backups.beginDump(lease, stepChange(deps, backup, "backup.dumping", []));
  if (generation === undefined) return { state: "abandoned" };
  const keys = objectKeys(backup, generation);
  const snapshot = await deps.database.openSnapshot(tenant);
  try {
    const leftOut = await attachmentsLeftOut(tenant, backup, snapshot);
    const dump = await deps.work.write(keys.dump, snapshot.dump(signal));
    signal.throwIfAborted();
    const contents = { snapshot, dump: { key: keys.dump, ...dump }, wantsAttachments: leftOut === undefined };
    const inventory = await writeInventory(deps, slice, keys.inventory, contents);
    signal.throwIfAborted();
    const facts: DumpFacts = {
      dumpKey: keys.dump,
      dumpBytes: dump.bytes,
      dumpCrc32: dump.crc32,
      dumpSha256: dump.sha256,
      inventoryKey: keys.inventory,
      snapshotAt: snapshot.takenAt,
      ...inventory,
      ...(leftOut ? { attachmentsLeftOut: leftOut } : {}),
    };
    const next = { tenantId: backup.tenantId, backupId: backup.backupId, step: "layout", generation } as const;
    const change = stepChange(deps, backup, "backup.dumped", [next]);
    return { state: (await deps.backups.completeDump(lease, facts, change)) ? "done" : "abandoned" };
  } finally {
    await snapshot.close();
  }
};

/** The permission is read once more, right before the data is touched. */
async function refuseWithdrawn({ users }: BuildDeps, tenant: Tenant, { requestedBy }: Backup): Promise<void> {
  const user = await users.findById(tenant, requestedBy.userId);
  if (!user?.mayCreateBackup) throw new Failure("permission-withdrawn");
}

async function attachmentsLeftOut(
  { settings }: Tenant,
  { wantsAttachments }: Backup,
  snapshot: DatabaseSnapshot,
): Promise<DumpFacts["attachmentsLeftOut"]> {
  if (!wantsAttachments) return "not-asked";
  if (!settings.backupIncludeAttachments) return "switched-off";
  if (settings.backupAttachmentSizeMaxSumMb === 0) return undefined;
  let bytes = 0;
  for await (const attachment of snapshot.attachments()) bytes += attachment.bytes;
  return bytes > settings.backupAttachmentSizeMaxSumMb * 1024 ** 2 ? "over-size-limit" : undefined;
}
