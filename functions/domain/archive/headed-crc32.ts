import { Failure } from "../failure.ts";
import { combineCrc32 } from "./crc32.ts";
import type { InventoryEntry } from "./inventory.ts";
import type { Carry, Part } from "./part.ts";
import { checkCrc32 } from "./sum-entry.ts";

/** CRC-32 of a big entry, of whose bytes only the first are in its head: `ownCrc32` is theirs. */
export function headedCrc32(
  part: Part | Carry,
  entry: InventoryEntry,
  ownCrc32: number,
  bodyCrc32: number | undefined,
): number {
  if (entry.kind === "dump") return entry.crc32;
  if (part.kind !== "head" || bodyCrc32 === undefined) {
    throw new Failure("internal", { what: "a head without the CRC-32 of its body", part: part.number });
  }
  const sum = combineCrc32(ownCrc32, bodyCrc32, part.bodyBytes);
  checkCrc32(entry, sum);
  return sum;
}
