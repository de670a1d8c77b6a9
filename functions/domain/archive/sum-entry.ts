import { hash } from "node:crypto";
import type { EntrySums } from "../backup/part-rows.ts";
import { Failure } from "../failure.ts";
import { crc32 } from "./crc32.ts";
import type { InventoryEntry } from "./inventory.ts";

const HEX_MD5 = /^[0-9a-f]{32}$/i;

/**
 * Sums of an entry that is here whole. An attachment with another MD5 than recorded is kept and marked: its bytes are
 * what the store has. A dump with another CRC-32 than it was written with is refused.
 */
export function entrySums(entry: InventoryEntry, bytes: Uint8Array, withSha256: boolean): EntrySums {
  const sums = {
    crc32: crc32(bytes),
    ...(withSha256 ? { sha256: hash("sha256", bytes, "buffer") } : {}),
    isDigestDifferent: entry.kind === "attachment" && isOtherMd5(entry.md5, bytes),
  };
  if (entry.kind === "dump" && sums.crc32 !== entry.crc32) throw new Failure("store-conflict", { what: entry.path });
  return sums;
}

const isOtherMd5 = (recorded: string, bytes: Uint8Array): boolean =>
  HEX_MD5.test(recorded) && hash("md5", bytes) !== recorded.toLowerCase();
