import type { CopySource } from "../archive/archive-store.ts";
import { crc32 } from "../archive/crc32.ts";
import type { InventoryEntry } from "../archive/inventory.ts";
import type { BodyPart } from "../archive/part.ts";
import { type ReadEntry, sourceChanged } from "../archive/read-exactly.ts";
import { isFailure } from "../failure.ts";
import { laidOutFacts } from "./built-facts.ts";
import type { BuildDeps, Slice } from "./slice.ts";
import type { Traffic } from "./traffic.ts";

/**
 * Has the store copy a part that is nothing but bytes of one object. Undefined: it will not, build it from its bytes.
 * Throws `source-changed` (details: `entry`, `id`).
 *
 * A store that keeps the CRC-32 of what it copied to itself is asked for the bytes once, to sum them. The copy stays: that
 * is as many requests as building the part would be, but nothing goes back up and no buffer is needed.
 */
export async function copyBody(
  deps: BuildDeps,
  slice: Slice,
  part: BodyPart,
  entry: InventoryEntry,
  { read, traffic }: { readonly read: ReadEntry; readonly traffic: Traffic },
): Promise<{ readonly etag: string; readonly crc32: number } | undefined> {
  const { archiveKey: key, uploadId } = laidOutFacts(slice.backup).layout;
  const [first, last] = [part.sourceFirst, part.sourceFirst + part.bytes - 1];
  try {
    const copied = await deps.archives.copyPart(
      { key, uploadId },
      part.number,
      sourceOf(deps, slice, entry),
      first,
      last,
    );
    traffic.copied(part.bytes, copied);
    if (copied.outcome === "refused") return undefined;
    return { etag: copied.etag, crc32: copied.crc32 ?? (await summed(entry, read(entry, first, last), part.bytes)) };
  } catch (error) {
    throw isFailure(error, "source-changed") ? sourceChanged(entry, error) : error;
  }
}

const sourceOf = ({ work }: BuildDeps, { tenant }: Slice, entry: InventoryEntry): CopySource =>
  entry.kind === "dump"
    ? { bucket: work.bucket, key: entry.key }
    : { bucket: tenant.attachments.bucket, key: entry.key, etag: entry.etag };

async function summed(entry: InventoryEntry, content: AsyncIterable<Uint8Array>, bytes: number): Promise<number> {
  let sum = 0;
  let seen = 0;
  for await (const chunk of content) {
    sum = crc32(chunk, sum);
    seen += chunk.length;
  }
  if (seen !== bytes) throw sourceChanged(entry);
  return sum;
}
