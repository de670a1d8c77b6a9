import { dealRanges } from "../archive/deal-ranges.ts";
import { decodeInventory } from "../archive/inventory-reader.ts";
import { layout } from "../archive/layout.ts";
import type { Carry, Part } from "../archive/part.ts";
import { encodePartIndex } from "../archive/part-index.ts";
import type { LayoutFacts } from "./backup.ts";
import type { SliceResult } from "./build-work.ts";
import { builtFacts } from "./built-facts.ts";
import { objectKeys } from "./object-keys.ts";
import { rangesWork, sealWork } from "./phase-work.ts";
import type { BuildDeps, Slice } from "./slice.ts";
import { stepChange } from "./step-change.ts";

/**
 * Second step: says which byte of the archive stands where, writes that down as the part index, opens the upload and
 * deals the parts to workers. Depends on nothing but the inventory, so doing it twice gives the same; an upload opened
 * by an attempt that did not get to its end is found and aborted by the sweeper.
 */
export const layOutArchive = async (deps: BuildDeps, slice: Slice): Promise<SliceResult> => {
  const { backup, lease, signal } = slice;
  const { dump } = builtFacts(backup);
  const keys = objectKeys(backup, backup.generation);
  const totals = { entries: dump.entries, bytes: dump.attachmentBytes + dump.dumpBytes };
  const parts: Part[] = [];
  const planned = layout(() => decodeInventory(deps.work.read(dump.inventoryKey)), totals, deps.sizes.limits);
  await deps.work.write(keys.partIndex, encodePartIndex(collected(parts, planned)));
  const ranges = dealRanges(parts, 1, deps.sizes.workersMax);
  signal.throwIfAborted();
  const uploadId = await deps.archives.begin({
    key: keys.archive,
    tenantId: backup.tenantId,
    backupId: backup.backupId,
  });
  const facts: LayoutFacts = {
    partIndexKey: keys.partIndex,
    archiveKey: keys.archive,
    uploadId,
    parts: parts.length,
    bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
    round: 1,
    rangesLeft: ranges.length,
    laterRanges: dealRanges(parts, 2, deps.sizes.workersMax),
  };
  const starts = ranges.length > 0 ? rangesWork(backup, ranges) : [sealWork(backup)];
  const change = stepChange(deps, backup, ranges.length > 0 ? "backup.packing" : "backup.sealing", starts);
  return { state: (await deps.backups.completeLayout(lease, facts, change)) ? "done" : "abandoned" };
};

/** Parts are few (at most 9,500), whatever the tenant's size. */
async function* collected(parts: Part[], planned: AsyncIterable<Part | Carry>): AsyncGenerator<Part | Carry> {
  for await (const part of planned) {
    if (part.kind !== "carry") parts.push(part);
    yield part;
  }
}
