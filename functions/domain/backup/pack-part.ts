import { bodyCrc32 } from "../archive/body-crc32.ts";
import { buildPart } from "../archive/build-part.ts";
import type { InventoryEntry } from "../archive/inventory.ts";
import type { HeadPart, Part } from "../archive/part.ts";
import { type ReadEntry, readExactly } from "../archive/read-exactly.ts";
import type { BuildRoom } from "./build-room.ts";
import { laidOutFacts } from "./built-facts.ts";
import { copyBody } from "./copy-body.ts";
import type { EntriesOf } from "./entries-of-parts.ts";
import type { PartRow } from "./part-rows.ts";
import type { BuildDeps, Slice } from "./slice.ts";
import type { Traffic } from "./traffic.ts";

interface Means {
  readonly entriesOf: EntriesOf;
  readonly traffic: Traffic;
  readonly room: BuildRoom;
}

/**
 * Makes one part and its row. The same bytes whether the store copied them or they were built here.
 * False: the backup has ended or has another generation by now.
 */
export async function packPart(deps: BuildDeps, slice: Slice, part: Part, means: Means): Promise<boolean> {
  const { backup, signal } = slice;
  const { traffic } = means;
  const entries = await means.entriesOf(part);
  signal.throwIfAborted();
  const row = (await copied(deps, slice, part, entries, traffic)) ?? (await built(deps, slice, part, entries, means));
  signal.throwIfAborted();
  return deps.parts.put(backup, row);
}

async function copied(
  deps: BuildDeps,
  slice: Slice,
  part: Part,
  [entry]: readonly InventoryEntry[],
  traffic: Traffic,
): Promise<PartRow | undefined> {
  if (part.kind !== "body" || entry === undefined) return undefined;
  const copy = await copyBody(deps, slice, part, entry, { read: countedRead(deps, slice, traffic), traffic });
  return copy && { number: part.number, ...copy, entries: [] };
}

async function built(
  deps: BuildDeps,
  slice: Slice,
  part: Part,
  entries: readonly InventoryEntry[],
  { traffic, room }: Means,
): Promise<PartRow> {
  const { archiveKey: key, uploadId } = laidOutFacts(slice.backup).layout;
  const leave = await room(part.bytes);
  try {
    const body =
      part.kind === "head" && part.round === 2 ? await bodyCrc32(part, bodyRows(deps, slice, part)) : undefined;
    const read = countedRead(deps, slice, traffic);
    if (part.kind === "head" && part.round === 2 && part.ownBytes === 0) await checkSource(entries.at(-1), read);
    const { bytes, crc32, entries: sums } = await buildPart(part, entries, read, body, deps.sizes.limits);
    slice.signal.throwIfAborted();
    traffic.uploaded(bytes.length);
    const etag = await deps.archives.putPart({ key, uploadId }, part.number, bytes, crc32);
    return { number: part.number, etag, crc32, entries: sums };
  } finally {
    leave();
  }
}

/**
 * After all of an entry was copied: is its source still the one it was? Some stores copy whatever ETag was asked for; none
 * reads so. Where the head has bytes of its own, reading them asks the same. Throws `source-changed`.
 */
async function checkSource(entry: InventoryEntry | undefined, read: ReadEntry): Promise<void> {
  if (entry === undefined) return;
  const piece = { entry, dataAt: 0, bytes: 1, sourceFirst: 0, isWhole: false };
  await readExactly(piece, new Uint8Array(1), read);
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
