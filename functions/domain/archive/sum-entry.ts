import { createHash, hash } from "node:crypto";
import type { EntrySums } from "../backup/part-rows.ts";
import { Failure } from "../failure.ts";
import { crc32 } from "./crc32.ts";
import type { InventoryEntry } from "./inventory.ts";
import { sourceChanged } from "./source-changed.ts";

const HEX_MD5 = /^[0-9a-f]{32}$/;

/**
 * Sums of an entry that is here whole. An attachment with another MD5 than recorded is kept and marked: its bytes are
 * what the store has. A dump with another CRC-32 than it was written with is refused; an attachment with another than in
 * the previous archive is `source-changed`.
 */
export function entrySums(entry: InventoryEntry, bytes: Uint8Array, withSha256: boolean): EntrySums {
  const known = knownSums(entry);
  if (known) return checkedSums(entry, crc32(bytes), known);
  const md5 = md5ToCompare(entry);
  return checkedSums(entry, crc32(bytes), {
    ...(withSha256 ? { sha256: hash("sha256", bytes, "buffer") } : {}),
    isDigestDifferent: md5 !== undefined && hash("md5", bytes) !== md5,
  });
}

/** The same of an entry that passes by in pieces. */
export function runningEntrySums(entry: InventoryEntry, withSha256: boolean) {
  const known = knownSums(entry);
  const md5 = known ? undefined : md5ToCompare(entry);
  const md5Sum = md5 === undefined ? undefined : createHash("md5");
  const sha256Sum = withSha256 && !known ? createHash("sha256") : undefined;
  let sum = 0;
  return {
    add(bytes: Uint8Array): void {
      sum = crc32(bytes, sum);
      md5Sum?.update(bytes);
      sha256Sum?.update(bytes);
    },
    end: (): EntrySums =>
      checkedSums(
        entry,
        sum,
        known ?? {
          ...(sha256Sum ? { sha256: sha256Sum.digest() } : {}),
          isDigestDifferent: md5Sum !== undefined && md5Sum.digest("hex") !== md5,
        },
      ),
  };
}

/** What the previous archive knows of an entry; nobody sums it again, but for its CRC-32. */
export function knownSums(entry: InventoryEntry): EntrySums | undefined {
  if (entry.kind === "dump" || entry.previous === undefined) return undefined;
  const { crc32: sum, sha256, isDigestDifferent } = entry.previous;
  return { crc32: sum, ...(sha256 === undefined ? {} : { sha256: Buffer.from(sha256, "hex") }), isDigestDifferent };
}

/** An entry's CRC-32, once it is known of all its bytes, where it was known before. */
export function checkCrc32(entry: InventoryEntry, sum: number): void {
  if (entry.kind === "dump") {
    if (sum !== entry.crc32) throw new Failure("store-conflict", { what: entry.path });
  } else if (entry.previous && sum !== entry.previous.crc32) throw sourceChanged(entry);
}

function checkedSums(entry: InventoryEntry, sum: number, more: Omit<EntrySums, "crc32">): EntrySums {
  checkCrc32(entry, sum);
  return { ...more, crc32: sum };
}

/**
 * MD5 costs more than CRC-32 and SHA-256 together. An ETag that is the recorded MD5 is the store's word that it took in
 * these bytes, so it is not computed once more; the proof of the archive compares them all.
 */
function md5ToCompare(entry: InventoryEntry): string | undefined {
  if (entry.kind === "dump") return undefined;
  const recorded = entry.md5.toLowerCase();
  const isKnown = !HEX_MD5.test(recorded) || entry.etag === recorded || entry.etag === `"${recorded}"`;
  return isKnown ? undefined : recorded;
}
