import type { CopySource } from "../archive/archive-store.ts";
import { crc32 } from "../archive/crc32.ts";
import type { InventoryEntry } from "../archive/inventory.ts";
import type { BodyPart, ReusedPart } from "../archive/part.ts";
import { type ReadEntry, readStretch } from "../archive/read-exactly.ts";
import { sourceChanged } from "../archive/source-changed.ts";
import { Failure, isFailure } from "../failure.ts";
import { builtFacts, laidOutFacts } from "./built-facts.ts";
import type { CopyRefusals } from "./copy-refusals.ts";
import type { BuildDeps, Slice } from "./slice.ts";
import type { Traffic } from "./traffic.ts";

export interface CopyMeans {
  readonly traffic: Traffic;
  readonly refusals: CopyRefusals;
}

/** Undefined: the store will not, or what it copied cannot be used. The part is to be built from its entries. */
export type Copied = { readonly etag: string; readonly crc32: number } | undefined;

/**
 * Has the store copy a part that is nothing but bytes of one entry. Throws `source-changed` (details: `entry`, `id`).
 *
 * A store that keeps the CRC-32 of what it copied to itself is asked for the bytes once, to sum them. The copy stays: that
 * is as many requests as building the part would be, but nothing goes back up and no buffer is needed.
 */
export async function copyBody(
  deps: BuildDeps,
  slice: Slice,
  part: BodyPart,
  entry: InventoryEntry,
  means: CopyMeans & { readonly read: ReadEntry },
): Promise<Copied> {
  const source = entrySource(deps, slice, entry);
  try {
    return await copied(deps, slice, part, source, means, () => readStretch({ ...part, entry }, means.read));
  } catch (error) {
    throw isFailure(error, "source-changed") ? sourceChanged(entry, error) : error;
  }
}

/**
 * Has the store copy a run of entries out of the previous archive, and holds the copy to the CRC-32 that headers and sums
 * of these entries give: a byte that went bad there since is noticed here, although nobody reads it.
 */
export async function copyReused(deps: BuildDeps, slice: Slice, part: ReusedPart, means: CopyMeans): Promise<Copied> {
  const { tenantId, backupId } = slice.backup;
  const { previous } = builtFacts(slice.backup).dump;
  if (!previous) throw new Failure("internal", { what: "a part out of no archive", part: part.number });
  const { archiveKey: key, versionId } = previous;
  const source = { bucket: deps.archives.bucket, key, versionId };
  const last = part.sourceFirst + part.bytes - 1;
  const facts = { tenantId, backupId, part: part.number, previous: previous.backupId };
  try {
    const read = () => means.traffic.counted(deps.archives.read({ key, versionId }, part.sourceFirst, last));
    const copy = await copied(deps, slice, part, source, means, read);
    if (copy === undefined || copy.crc32 === part.crc32) return copy;
    deps.log.error("previous archive has other bytes than it was made of", facts);
  } catch (error) {
    if (!isFailure(error, "source-changed", "store-not-found", "store-conflict")) throw error;
    deps.log.warn("previous archive cannot be copied from", facts, error);
  }
  return undefined;
}

async function copied(
  deps: BuildDeps,
  { backup }: Slice,
  part: BodyPart | ReusedPart,
  source: CopySource,
  { traffic, refusals }: CopyMeans,
  read: () => AsyncIterable<Uint8Array>,
): Promise<Copied> {
  if (refusals.isHopeless(source)) return undefined;
  const { archiveKey: key, uploadId } = laidOutFacts(backup).layout;
  const last = part.sourceFirst + part.bytes - 1;
  const copy = await deps.archives.copyPart({ key, uploadId }, part.number, source, part.sourceFirst, last);
  traffic.copied(part.bytes, copy);
  refusals[copy.outcome](source);
  if (copy.outcome === "refused") return undefined;
  return { etag: copy.etag, crc32: copy.crc32 ?? (await summed(read())) };
}

const entrySource = ({ work }: BuildDeps, { tenant }: Slice, entry: InventoryEntry): CopySource =>
  entry.kind === "dump"
    ? { bucket: work.bucket, key: entry.key }
    : { bucket: tenant.attachments.bucket, key: entry.key, etag: entry.etag };

async function summed(content: AsyncIterable<Uint8Array>): Promise<number> {
  let sum = 0;
  for await (const chunk of content) sum = crc32(chunk, sum);
  return sum;
}
