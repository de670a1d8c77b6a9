import type { InventoryEntry } from "../archive/inventory.ts";
import { decodeEntries } from "../archive/inventory-reader.ts";
import type { Part } from "../archive/part.ts";
import { partEntries } from "../archive/part-entries.ts";

/** The entries of one part, read when they are asked for. */
export interface PartEntries {
  /** Read once. */
  all(): Promise<readonly InventoryEntry[]>;
  /** One by one, where there may be more of them than memory; each time anew. */
  each(): AsyncIterable<InventoryEntry>;
}

/**
 * The entries of parts. Parts of one body, which are all of the same entry and come one after the other, are answered by
 * one read: a copy is one request, and should not need a second one to say of what.
 */
export function entriesOfParts(
  read: (first: number, last: number) => AsyncIterable<Uint8Array>,
): (part: Part) => PartEntries {
  let body: { readonly offset: number; readonly entries: Promise<readonly InventoryEntry[]> } | undefined;
  const start = (part: Part): Promise<readonly InventoryEntry[]> => {
    if (part.kind !== "body") return partEntries(part, read);
    const { offset } = part.lines;
    if (body?.offset !== offset) body = { offset, entries: partEntries(part, read) };
    return body.entries;
  };
  return (part) => {
    let started: Promise<readonly InventoryEntry[]> | undefined;
    const { offset, bytes } = part.lines;
    return {
      all: () => (started ??= start(part)),
      each: () => decodeEntries(read(offset, offset + bytes - 1)),
    };
  };
}
