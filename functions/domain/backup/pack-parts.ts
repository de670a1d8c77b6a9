import { eachInGroups } from "../archive/each-at-once.ts";
import type { Part } from "../archive/part.ts";
import { partBuffers } from "../archive/part-buffers.ts";
import { decodePartIndex, partIndexRange } from "../archive/part-index.ts";
import { Failure } from "../failure.ts";
import { buildRoom } from "./build-room.ts";
import type { PartRange, SliceResult } from "./build-work.ts";
import { laidOutFacts } from "./built-facts.ts";
import { copyRefusals } from "./copy-refusals.ts";
import { entriesOfParts } from "./entries-of-parts.ts";
import { finishRange } from "./finish-range.ts";
import { packPart } from "./pack-part.ts";
import type { BuildDeps, Slice } from "./slice.ts";
import { countTraffic } from "./traffic.ts";

/**
 * Third step: makes the parts of one range that have no row yet, each into the upload and then its row, which is the
 * checkpoint. What is nothing but bytes of one object is copied by the store, the rest is built here, side by side.
 * Takes no new part when the invocation's time may not suffice for it.
 */
export const packParts = async (deps: BuildDeps, slice: Slice): Promise<SliceResult> => {
  const { backup, lease } = slice;
  const { range } = lease.work;
  if (!range) throw new Failure("internal", { what: "packing without a range" });
  const { inventoryKey } = laidOutFacts(backup).dump;
  const { partsAtOnce, bytesAtOnce, copiesAtOnce } = deps.sizes;
  const parts = await partsLeft(deps, slice, range);
  const traffic = countTraffic();
  const room = buildRoom({ partsMax: partsAtOnce, bytesMax: bytesAtOnce });
  const buffers = partBuffers(partsAtOnce);
  const refusals = copyRefusals();
  const entriesOf = entriesOfParts((first, last) => traffic.counted(deps.work.read(inventoryKey, first, last)));
  const hasTime = stopwatch(deps, slice);
  let isOurs = true;
  let built = 0;
  const groups = [
    { items: parts.filter(isCopied), atOnce: copiesAtOnce },
    { items: parts.filter((part) => !isCopied(part)), atOnce: partsAtOnce },
  ];
  await eachInGroups(groups, async (part) => {
    if (!isOurs || !hasTime.forOneMore()) return;
    await hasTime.timed(async () => {
      isOurs =
        (await packPart(deps, slice, part, { entries: entriesOf(part), traffic, refusals, room, buffers })) && isOurs;
    });
    built += 1;
    slice.signal.throwIfAborted();
    if (built === 1 && isOurs) await slice.recordProgress();
  });
  if (!isOurs) return { state: "abandoned" };
  const { tenantId, backupId } = backup;
  deps.log.info("parts packed", { tenantId, backupId, built, of: parts.length, ...traffic.facts() });
  return built < parts.length ? { state: "continue" } : finishRange(deps, slice);
};

/** By the store, if it will. */
const isCopied = ({ kind }: Part): boolean => kind === "body" || kind === "reused";

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
