import type { WorkStore } from "../archive/work-store.ts";
import { Failure } from "../failure.ts";
import { tenantPace } from "../history/tenant-pace.ts";
import type { DatabaseSnapshot } from "../source/database-source.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { Backup, DumpFacts } from "./backup.ts";
import type { SliceResult } from "./build-work.ts";
import { expectedDumpMs } from "./dump-time.ts";
import { limitTime } from "./limit-time.ts";
import { objectKeys } from "./object-keys.ts";
import type { BuildDeps, Slice } from "./slice.ts";
import { stepChange } from "./step-change.ts";
import { refuseWithdrawn } from "./still-permitted.ts";
import { countTraffic } from "./traffic.ts";
import { writeInventory } from "./write-inventory.ts";

/**
 * First step: the database's dump and the inventory of what goes into the archive, both out of one snapshot, as two
 * objects of a generation of their own. It cannot go on in another invocation, since its snapshot dies with its
 * connection; another attempt starts from the beginning, under the next generation.
 */
export const dumpDatabase = async (deps: BuildDeps, slice: Slice): Promise<SliceResult> => {
  const { tenant, backup, lease } = slice;
  await refuseWithdrawn(deps, tenant, backup);
  slice.signal.throwIfAborted();
  const generation = await deps.backups.beginDump(lease, stepChange(deps, backup, "backup.dumping", []));
  if (generation === undefined) return { state: "abandoned" };
  const keys = objectKeys(backup, generation);
  const traffic = countTraffic();
  const work = traffic.writing(deps.work);
  const snapshot = await deps.database.openSnapshot(tenant);
  const time = limitTime(deps, slice);
  const { signal } = time;
  try {
    const { databaseBytes } = snapshot;
    await refuseTooLong(deps, tenant, databaseBytes);
    const leftOut = await attachmentsLeftOut(tenant, backup, snapshot);
    const begunMs = time.elapsedMs();
    const { dump, rowCounts } = await dumpAndCount(work, keys.dump, snapshot, signal);
    const dumpMs = time.elapsedMs() - begunMs;
    signal.throwIfAborted();
    const wantsAttachments = leftOut === undefined;
    const contents = { snapshot, rowCounts, dump: { key: keys.dump, ...dump }, wantsAttachments };
    const inventory = await writeInventory({ ...deps, work }, slice, keys.inventory, contents);
    signal.throwIfAborted();
    const facts: DumpFacts = {
      dumpKey: keys.dump,
      dumpBytes: dump.bytes,
      dumpCrc32: dump.crc32,
      dumpSha256: dump.sha256,
      databaseBytes,
      dumpMs,
      inventoryKey: keys.inventory,
      snapshotAt: snapshot.takenAt,
      ...inventory,
      ...(leftOut ? { attachmentsLeftOut: leftOut } : {}),
    };
    const { tenantId, backupId } = backup;
    deps.log.info("database dumped", { tenantId, backupId, databaseBytes, dumpMs, ...traffic.facts() });
    const next = { tenantId, backupId, step: "layout", generation } as const;
    const change = stepChange(deps, backup, "backup.dumped", [next]);
    return { state: (await deps.backups.completeDump(lease, facts, change)) ? "done" : "abandoned" };
  } catch (error) {
    throw time.failureFor(error);
  } finally {
    time.stop();
    await snapshot.close();
  }
};

/**
 * The dump, and beside it the numbers of rows: each reads the whole database, so one after the other would take twice as
 * long. Whichever fails ends the other.
 */
async function dumpAndCount(work: WorkStore, key: string, snapshot: DatabaseSnapshot, signal: AbortSignal) {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const endBoth = (error: unknown): never => {
    failed.abort(error);
    throw error;
  };
  const both = [
    work.write(key, snapshot.dump(either)).catch(endBoth),
    snapshot.rowCounts(either).catch(endBoth),
  ] as const;
  await Promise.allSettled(both);
  failed.signal.throwIfAborted();
  const [{ requests: _, ...dump }, rowCounts] = await Promise.all(both);
  return { dump, rowCounts };
}

/** A dump that will not be done in time is not begun: minutes of a tenant's server for nothing. */
async function refuseTooLong(deps: BuildDeps, { tenantId }: Tenant, databaseBytes: number): Promise<void> {
  const { dumps } = await tenantPace(deps, tenantId);
  const expectedMs = expectedDumpMs(databaseBytes, dumps, deps.clock.now());
  if (expectedMs > deps.sizes.dumpMsMax) throw new Failure("dump-too-long", { databaseBytes, expectedMs });
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
