import type { TailPlan } from "./plan-tail.ts";
import { type SealSources, summedLines } from "./summed-lines.ts";
import { type TailEntry, tailEntries } from "./tail-entries.ts";
import { centralEntry, endRecords, localHeader, type PlacedEntry } from "./zip-records.ts";

/**
 * Second pass: all that stands behind the attachments and the dump, to the end of the archive. The same sources, plan
 * and signature give the same bytes. `signature` is the detached JWS over `plan.manifest`.
 */
export async function* streamTail(sources: SealSources, plan: TailPlan, signature: string): AsyncGenerator<Uint8Array> {
  const tail = tailEntries(sources, plan, signature);
  let directoryOffset = plan.contentBytes;
  for (const entry of tail) {
    const header = localHeader(entry);
    yield header;
    for await (const text of entry.text()) yield Buffer.from(text);
    directoryOffset += header.length + entry.bytes;
  }
  let directoryBytes = 0;
  let entries = 0;
  for await (const entry of directoryEntries(sources, plan, tail)) {
    const record = centralEntry(entry);
    yield record;
    directoryBytes += record.length;
    entries += 1;
  }
  yield endRecords({ entries, bytes: directoryBytes, offset: directoryOffset });
}

/** The central directory in its order: README and dump first, whatever their place, so that they are seen first. */
export async function* directoryEntries(
  sources: SealSources,
  plan: TailPlan,
  [readme, ...others]: readonly TailEntry[],
): AsyncGenerator<PlacedEntry> {
  if (readme) yield readme;
  yield plan.dump;
  for await (const line of summedLines(sources)) {
    if (line.kind !== "entry" || line.entry.kind !== "attachment") continue;
    yield { path: line.entry.path, bytes: line.entry.bytes, crc32: line.sums.crc32, offset: line.offset };
  }
  yield* others;
}
