import type { InventoryEntry } from "./inventory.ts";
import { decodeEntries } from "./inventory-reader.ts";
import type { Carry, Part } from "./part.ts";

/** The entries of a part. `read` gives bytes `first` to `last`, both included, of the inventory. */
export async function partEntries(
  part: Part | Carry,
  read: (first: number, last: number) => AsyncIterable<Uint8Array>,
): Promise<InventoryEntry[]> {
  const { offset, bytes } = part.lines;
  if (bytes === 0) return [];
  const entries: InventoryEntry[] = [];
  for await (const entry of decodeEntries(read(offset, offset + bytes - 1))) entries.push(entry);
  return entries;
}
