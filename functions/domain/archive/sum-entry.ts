import { hash } from "node:crypto";
import type { EntrySums } from "../backup/part-rows.ts";
import { Failure } from "../failure.ts";
import { crc32 } from "./crc32.ts";
import type { AttachmentEntry, InventoryEntry } from "./inventory.ts";

const HEX_MD5 = /^[0-9a-f]{32}$/;

/**
 * Sums of an entry that is here whole. An attachment with another MD5 than recorded is kept and marked: its bytes are
 * what the store has. A dump with another CRC-32 than it was written with is refused.
 */
export function entrySums(entry: InventoryEntry, bytes: Uint8Array, withSha256: boolean): EntrySums {
  const sums = {
    crc32: crc32(bytes),
    ...(withSha256 ? { sha256: hash("sha256", bytes, "buffer") } : {}),
    isDigestDifferent: entry.kind === "attachment" && isOtherMd5(entry, bytes),
  };
  if (entry.kind === "dump" && sums.crc32 !== entry.crc32) throw new Failure("store-conflict", { what: entry.path });
  return sums;
}

/**
 * MD5 costs more than CRC-32 and SHA-256 together. An ETag that is the recorded MD5 is the store's word that it took in
 * these bytes, so it is not computed once more; the proof of the archive compares them all.
 */
function isOtherMd5({ md5, etag }: AttachmentEntry, bytes: Uint8Array): boolean {
  const recorded = md5.toLowerCase();
  if (!HEX_MD5.test(recorded) || etag === recorded || etag === `"${recorded}"`) return false;
  return hash("md5", bytes) !== recorded;
}
