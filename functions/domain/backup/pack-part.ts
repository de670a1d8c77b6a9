import { bodyCrc32 } from "../archive/body-crc32.ts";
import { buildPart } from "../archive/build-part.ts";
import type { HeadPart, Part } from "../archive/part.ts";
import type { PartBuffers } from "../archive/part-buffers.ts";
import { type ReadEntry, readExactly } from "../archive/read-exactly.ts";
import { type StreamedPart, streamPart } from "../archive/stream-part.ts";
import { Failure } from "../failure.ts";
import type { BuildRoom } from "./build-room.ts";
import { laidOutFacts } from "./built-facts.ts";
import { type Copied, type CopyMeans, copyBody, copyReused } from "./copy-part.ts";
import type { PartEntries } from "./entries-of-parts.ts";
import type { PartRow } from "./part-rows.ts";
import type { BuildDeps, Slice } from "./slice.ts";
import type { Traffic } from "./traffic.ts";

interface Means extends CopyMeans {
  readonly entries: PartEntries;
  readonly room: BuildRoom;
  readonly buffers: PartBuffers;
}

/**
 * Makes one part and its row. The same bytes whether the store copied them or they were built here.
 * False: the backup has ended or has another generation by now.
 */
export async function packPart(deps: BuildDeps, slice: Slice, part: Part, means: Means): Promise<boolean> {
  const { backup, signal } = slice;
  const row = (await copied(deps, slice, part, means)) ?? (await built(deps, slice, part, means));
  signal.throwIfAborted();
  return deps.parts.put(backup, row, part.entries + (part.kind === "head" ? 1 : 0));
}

async function copied(deps: BuildDeps, slice: Slice, part: Part, means: Means): Promise<PartRow | undefined> {
  const copy = await copyOf(deps, slice, part, means);
  return copy && { number: part.number, ...copy, entries: [] };
}

async function copyOf(deps: BuildDeps, slice: Slice, part: Part, means: Means): Promise<Copied> {
  if (part.kind === "reused") return copyReused(deps, slice, part, means);
  if (part.kind !== "body") return undefined;
  const [entry] = await means.entries.all();
  slice.signal.throwIfAborted();
  return entry && copyBody(deps, slice, part, entry, { ...means, read: countedRead(deps, slice, means.traffic) });
}

/** What fits into a buffer is built in one; anything larger streams through. */
async function built(deps: BuildDeps, slice: Slice, part: Part, means: Means): Promise<PartRow> {
  const { bytesAtOnce, limits } = deps.sizes;
  const isStreamed = part.bytes > bytesAtOnce || part.kind === "reused";
  // What is being read ahead, as much being sent, and one piece of either.
  const leave = await means.room(isStreamed ? 3 * limits.aheadBytes : part.bytes);
  try {
    const bodySum =
      part.kind === "head" && part.round === 2 ? await bodyCrc32(part, bodyRows(deps, slice, part)) : undefined;
    if (part.kind === "head") await checkSource(deps, slice, part, means);
    const make = isStreamed ? streamed : buffered;
    return { number: part.number, ...(await make(deps, slice, part, means, bodySum)) };
  } finally {
    leave();
  }
}

type Made = Omit<PartRow, "number">;

async function buffered(deps: BuildDeps, slice: Slice, part: Part, means: Means, bodySum?: number): Promise<Made> {
  const read = countedRead(deps, slice, means.traffic);
  const partEntries = await means.entries.all();
  const buffer = means.buffers.take(part.bytes);
  const { bytes, crc32, entries } = await buildPart(part, partEntries, read, bodySum, deps.sizes.limits, buffer);
  slice.signal.throwIfAborted();
  means.traffic.uploaded(bytes.length);
  const etag = await deps.archives.putPart(uploadOf(slice), part.number, bytes, crc32);
  // Only now: what failed may still be on its way.
  means.buffers.giveBack(buffer);
  return { etag, crc32, entries };
}

async function streamed(deps: BuildDeps, slice: Slice, part: Part, means: Means, bodySum?: number): Promise<Made> {
  const read = countedRead(deps, slice, means.traffic);
  const opened: StreamedPart[] = [];
  const etag = await deps.archives.streamPart(uploadOf(slice), part.number, part.bytes, () => {
    means.traffic.uploaded(part.bytes);
    const stream = streamPart(part, means.entries.each(), read, bodySum, deps.sizes.limits);
    opened.push(stream);
    return stream.chunks;
  });
  const { crc32, entries } = opened.at(-1)?.sums() ?? { crc32: 0, entries: [] };
  if (part.kind === "reused" && crc32 !== part.crc32) {
    throw new Failure("archive-corrupt", { what: "entries of the previous archive", part: part.number });
  }
  return { etag, crc32, entries };
}

const uploadOf = ({ backup }: Slice) => {
  const { archiveKey: key, uploadId } = laidOutFacts(backup).layout;
  return { key, uploadId };
};

/**
 * After all of an entry was copied: is its source still the one it was? Some stores copy whatever ETag was asked for; none
 * reads so. Where the head has bytes of its own, reading them asks the same. Throws `source-changed`.
 */
async function checkSource(deps: BuildDeps, slice: Slice, head: HeadPart, means: Means): Promise<void> {
  if (head.round === 1 || head.ownBytes > 0) return;
  const entry = (await means.entries.all()).at(-1);
  const read = countedRead(deps, slice, means.traffic);
  if (entry) await readExactly({ entry, sourceFirst: 0, bytes: 1 }, new Uint8Array(1), read);
}

/** Where an entry's bytes come from: the dump is ours, attachments are the tenant's. Reads nothing for a lost lease. */
export const readEntry =
  ({ work, attachments }: BuildDeps, { tenant, signal }: Slice): ReadEntry =>
  (entry, first, last) => {
    signal.throwIfAborted();
    return entry.kind === "dump" ? work.read(entry.key, first, last) : attachments.read(tenant, entry, first, last);
  };

function countedRead(deps: BuildDeps, slice: Slice, traffic: Traffic): ReadEntry {
  const read = readEntry(deps, slice);
  return (entry, first, last) => traffic.counted(read(entry, first, last));
}

const bodyRows = (deps: BuildDeps, { backup }: Slice, head: HeadPart) =>
  deps.parts.list(backup, head.number + 1, head.number + head.bodyParts);
