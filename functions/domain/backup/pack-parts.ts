import { bodyCrc32 } from "../archive/body-crc32.ts";
import { buildPart } from "../archive/build-part.ts";
import { eachAtOnce } from "../archive/each-at-once.ts";
import type { Part } from "../archive/part.ts";
import { partEntries } from "../archive/part-entries.ts";
import { decodePartIndex, partIndexRange } from "../archive/part-index.ts";
import type { ReadEntry } from "../archive/read-exactly.ts";
import { Failure } from "../failure.ts";
import type { PartRange, SliceResult } from "./build-work.ts";
import { laidOutFacts } from "./built-facts.ts";
import { finishRange } from "./finish-range.ts";
import type { BuildDeps, Slice } from "./slice.ts";

/**
 * Third step: builds the parts of one range that have no row yet, each into the upload and then its row, which is the
 * checkpoint. Takes no new part when the invocation's time may not suffice for it.
 */
export const packParts = async (deps: BuildDeps, slice: Slice): Promise<SliceResult> => {
  const { backup, lease } = slice;
  const { range } = lease.work;
  if (!range) throw new Failure("internal", { what: "packing without a range" });
  const parts = await partsLeft(deps, slice, range);
  const hasTime = stopwatch(deps, slice);
  let isOurs = true;
  let built = 0;
  await eachAtOnce(parts, deps.sizes.partsAtOnce, async (part) => {
    if (!isOurs || !hasTime.forOneMore()) return;
    await hasTime.timed(async () => {
      isOurs = (await packOne(deps, slice, part)) && isOurs;
    });
    built += 1;
    if (built === 1 && isOurs) await slice.recordProgress();
  });
  if (!isOurs) return { state: "abandoned" };
  deps.log.info("parts packed", { tenantId: backup.tenantId, backupId: backup.backupId, built, of: parts.length });
  return built < parts.length ? { state: "continue" } : finishRange(deps, slice);
};

/** False: the backup has ended or has another generation by now. */
async function packOne(deps: BuildDeps, slice: Slice, part: Part): Promise<boolean> {
  const { backup, signal } = slice;
  const { dump, layout } = laidOutFacts(backup);
  const entries = await partEntries(part, (first, last) => deps.work.read(dump.inventoryKey, first, last));
  const body =
    part.kind === "head" && part.round === 2 ? await bodyCrc32(part, bodyRows(deps, slice, part)) : undefined;
  const {
    bytes,
    crc32,
    entries: sums,
  } = await buildPart(part, entries, readEntry(deps, slice), body, deps.sizes.limits);
  const upload = { key: layout.archiveKey, uploadId: layout.uploadId };
  signal.throwIfAborted();
  const etag = await deps.archives.putPart(upload, part.number, bytes, crc32);
  signal.throwIfAborted();
  return deps.parts.put(backup, { number: part.number, etag, crc32, entries: sums });
}

/** Where an entry's bytes come from: the dump is ours, attachments are the tenant's. Reads nothing for a lost lease. */
export const readEntry =
  ({ work, attachments }: BuildDeps, { tenant, signal }: Slice): ReadEntry =>
  (entry, first, last) => {
    signal.throwIfAborted();
    return entry.kind === "dump" ? work.read(entry.key, first, last) : attachments.read(tenant, entry, first, last);
  };

const bodyRows = (deps: BuildDeps, { backup }: Slice, head: Part & { readonly bodyParts: number }) =>
  deps.parts.list(backup, head.number + 1, head.number + head.bodyParts);

/** Parts of the range and round that have no row yet. */
async function partsLeft(deps: BuildDeps, { backup }: Slice, { round, first, last }: PartRange): Promise<Part[]> {
  const built = new Set<number>();
  for await (const { number } of deps.parts.list(backup, first, last)) built.add(number);
  const lines = partIndexRange(first, last);
  const left: Part[] = [];
  for await (const part of decodePartIndex(
    deps.work.read(laidOutFacts(backup).layout.partIndexKey, lines.first, lines.last),
  )) {
    if (part.kind !== "carry" && part.round === round && !built.has(part.number)) left.push(part);
  }
  return left;
}

/** Knows the slowest part so far, and whether another one like it, twice over, would still fit. */
function stopwatch({ clock, sizes }: BuildDeps, slice: Slice) {
  let slowestMs = 0;
  return {
    forOneMore: (): boolean => slice.timeLeftMs() > sizes.reserveMs + 2 * slowestMs,
    async timed(work: () => Promise<void>): Promise<void> {
      const startedAt = clock.now();
      await work();
      slowestMs = Math.max(slowestMs, clock.now() - startedAt);
    },
  };
}
