import type { InventoryLine } from "../archive/inventory.ts";
import type { DumpFacts } from "./backup.ts";

/** What is counted while an inventory is written. */
export type Tally = { -readonly [fact in "entries" | "missing" | "attachmentBytes" | "rows"]: DumpFacts[fact] };

export const newTally = (): Tally => ({ entries: 0, missing: 0, attachmentBytes: 0, rows: 0 });

/** Passes the lines on and counts them. */
export async function* tallied(tally: Tally, lines: AsyncIterable<InventoryLine>): AsyncGenerator<InventoryLine> {
  for await (const line of lines) {
    if (line.kind === "attachment" || line.kind === "dump") tally.entries += 1;
    if (line.kind === "attachment") tally.attachmentBytes += line.bytes;
    if (line.kind === "missing") tally.missing += 1;
    if (line.kind === "snapshot") tally.rows = Object.values(line.rowCounts).reduce((sum, rows) => sum + rows, 0);
    yield line;
  }
}
