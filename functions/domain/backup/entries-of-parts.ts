import type { InventoryEntry } from "../archive/inventory.ts";
import type { Part } from "../archive/part.ts";
import { partEntries } from "../archive/part-entries.ts";

export type EntriesOf = (part: Part) => Promise<readonly InventoryEntry[]>;

/**
 * The entries of parts, read as they are asked for. Parts of one body, which are all of the same entry and come one after
 * the other, are answered by one read: a copy is one request, and should not need a second one to say of what.
 */
export function entriesOfParts(read: (first: number, last: number) => AsyncIterable<Uint8Array>): EntriesOf {
  let body: { readonly offset: number; readonly entries: Promise<readonly InventoryEntry[]> } | undefined;
  return (part) => {
    if (part.kind !== "body") return partEntries(part, read);
    const { offset } = part.lines;
    if (body?.offset !== offset) body = { offset, entries: partEntries(part, read) };
    return body.entries;
  };
}
