import { encodeInventory, type InventoryLine } from "../archive/inventory.ts";
import { decodeInventory } from "../archive/inventory-reader.ts";
import { type StoredTable, tableOfStored } from "../archive/stored-table.ts";
import { Failure } from "../failure.ts";
import type { DumpFacts } from "./backup.ts";
import type { SliceResult } from "./build-work.ts";
import { builtFacts } from "./built-facts.ts";
import { failBackup } from "./fail-backup.ts";
import { objectKeys } from "./object-keys.ts";
import type { BuildDeps, Slice } from "./slice.ts";
import { stepChange } from "./step-change.ts";
import { newTally, tallied } from "./tally-inventory.ts";

/** A store that changes faster than it can be read has to be read at a quieter time. */
const REVISIONS_MAX = 3;

/**
 * A source changed or vanished after the layout: the byte it was to fill would be another's. The backup goes back to its
 * layout, under the next generation, with an inventory in which every attachment that is not as it was is missing. The
 * old upload and the steps on it are left to the sweeper; the dump stays, so all of it still belongs to one snapshot.
 */
export const reviseInventory = async (deps: BuildDeps, slice: Slice, change: Failure): Promise<SliceResult> => {
  const { tenant, backup, lease, signal } = slice;
  const { id } = change.details;
  // Only attachments are another's to change.
  if (typeof id !== "number") throw new Failure("store-conflict", { ...change.details, what: "dump" }, change);
  const { dump } = builtFacts(backup);
  const inventoryRevision = (dump.inventoryRevision ?? 0) + 1;
  if (inventoryRevision > REVISIONS_MAX) return failBackup(deps, backup, "source-changed");
  const generation = backup.generation + 1;
  // Two that find a change at the same time must not write into one object.
  const inventoryKey = objectKeys(backup, generation).revisedInventory(deps.ids.uuid());
  const stored = await tableOfStored(deps.attachments.list(tenant), deps.sizes.limits);
  const tally = newTally();
  const lines = revised(deps.work.read(dump.inventoryKey), stored, id);
  signal.throwIfAborted();
  await deps.work.write(inventoryKey, encodeInventory(tallied(tally, lines)));
  signal.throwIfAborted();
  const facts: DumpFacts = { ...dump, ...tally, inventoryKey, inventoryRevision };
  const { tenantId, backupId } = backup;
  const starts = [{ tenantId, backupId, step: "layout", generation }] as const;
  deps.log.warn("inventory revised", { tenantId, backupId, inventoryRevision, missing: tally.missing, id }, change);
  const isRevised = await deps.backups.revise(lease, facts, stepChange(deps, backup, "backup.revised", starts));
  return { state: isRevised ? "done" : "abandoned" };
};

/** One look at the whole store finds all that changed until now, instead of one attachment per revision. */
async function* revised(
  inventory: AsyncIterable<Uint8Array>,
  stored: StoredTable,
  changedId: number,
): AsyncGenerator<InventoryLine> {
  for await (const { line } of decodeInventory(inventory)) {
    const object = line.kind === "attachment" ? stored.take(line.id, line.file) : undefined;
    const isSame =
      line.kind !== "attachment" ||
      (line.id !== changedId && object?.etag === line.etag && object.bytes === line.bytes);
    yield isSame ? line : { kind: "missing", id: line.id, file: line.file, why: "changed" };
  }
}
