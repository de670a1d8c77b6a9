import type { EntrySums, PartRow } from "../backup/part-rows.ts";
import { Failure } from "../failure.ts";
import type { InventoryEntry, MissingAttachment, SnapshotLine } from "./inventory.ts";
import { decodeInventory } from "./inventory-reader.ts";
import { knownSums } from "./sum-entry.ts";
import { localHeaderBytes } from "./zip-records.ts";

/** Where the finished parts of an archive are told of. Each is read several times, so that nothing piles up in memory. */
export interface SealSources {
  /** The whole inventory. */
  inventory(): AsyncIterable<Uint8Array>;
  /** Rows of all parts of the index, in order. */
  rows(): AsyncIterable<PartRow> | Iterable<PartRow>;
  /** Sums of the carry's entries. */
  readonly carry: readonly EntrySums[];
}

export interface SummedEntry {
  readonly kind: "entry";
  readonly entry: InventoryEntry;
  readonly sums: EntrySums;
  /** Where its local header stands in the archive. */
  readonly offset: number;
}

/**
 * The inventory with what is known since: each entry with its sums and place. Throws `archive-corrupt` when there are
 * not as many sums as entries.
 */
export async function* summedLines(
  sources: SealSources,
): AsyncGenerator<SummedEntry | MissingAttachment | SnapshotLine> {
  const sums = allSums(sources);
  let offset = 0;
  for await (const { line } of decodeInventory(sources.inventory())) {
    if (line.kind === "missing" || line.kind === "snapshot") {
      yield line;
      continue;
    }
    const known = knownSums(line);
    const next = known ? { value: known } : await sums.next();
    if (!next.value) throw new Failure("archive-corrupt", { what: "an entry without sums", entry: line.path });
    yield { kind: "entry", entry: line, sums: next.value, offset };
    offset += localHeaderBytes(line) + line.bytes;
  }
  const more = await sums.next();
  if (!more.done) throw new Failure("archive-corrupt", { what: "sums without an entry" });
}

async function* allSums(sources: SealSources): AsyncGenerator<EntrySums, undefined> {
  for await (const row of sources.rows()) yield* row.entries;
  yield* sources.carry;
  return undefined;
}
