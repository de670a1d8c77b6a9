import { combineCrc32, crc32 } from "./crc32.ts";
import type { InventoryEntry, PreviousCopy } from "./inventory.ts";
import { joinedLines, type OpenRun } from "./open-run.ts";
import type { Lines } from "./part.ts";
import { localHeader, localHeaderBytes } from "./zip-records.ts";

/** Whole entries that stand in the previous archive one after the other, as they are to stand in this one. */
export interface ReusedRun extends OpenRun {
  /** Where the run starts in the previous archive. */
  readonly sourceFirst: number;
  /** Of all its bytes, although nobody reads them. */
  readonly crc32: number;
}

export const startReusedRun = (entry: InventoryEntry, previous: PreviousCopy, line: Lines): ReusedRun =>
  extendReusedRun({ bytes: 0, entries: 0, lines: line, sourceFirst: previous.offset, crc32: 0 }, entry, previous, line);

/** Whether the entry stands right behind the run there too, and the two together are no more than `bytesMax`. */
export const isNextInRun = (run: ReusedRun, entry: InventoryEntry, previous: PreviousCopy, bytesMax: number): boolean =>
  previous.offset === run.sourceFirst + run.bytes && run.bytes + localHeaderBytes(entry) + entry.bytes <= bytesMax;

export function extendReusedRun(run: ReusedRun, entry: InventoryEntry, previous: PreviousCopy, line: Lines): ReusedRun {
  const header = localHeader({ path: entry.path, bytes: entry.bytes, crc32: previous.crc32 });
  return {
    bytes: run.bytes + header.length + entry.bytes,
    entries: run.entries + 1,
    lines: joinedLines(run, line),
    sourceFirst: run.sourceFirst,
    crc32: combineCrc32(crc32(header, run.crc32), previous.crc32, entry.bytes),
  };
}
