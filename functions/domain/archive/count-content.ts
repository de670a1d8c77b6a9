import { Failure } from "../failure.ts";
import { combineCrc32, crc32 } from "./crc32.ts";
import { entriesListLine, missingEntryLine } from "./entries-list.ts";
import type { DumpEntry, SnapshotLine } from "./inventory.ts";
import type { ContentFacts } from "./manifest.ts";
import { MISSING_HEADING, missingListLine } from "./missing-list.ts";
import { type RunningSums, runningSums } from "./running-sums.ts";
import { type SealSources, type SummedEntry, summedLines } from "./summed-lines.ts";
import { localHeader, type PlacedEntry } from "./zip-records.ts";

export interface CountedContent {
  readonly content: ContentFacts;
  readonly dump: PlacedEntry;
  /** Bytes of all entries with their headers: where the tail's own entries start. */
  readonly contentBytes: number;
  /** CRC-32 of these bytes, worked out from headers and sums of entries alone. */
  readonly contentCrc32: number;
  /** Of entries.ndjson and MISSING_ATTACHMENTS.txt, open for more. */
  readonly entriesSums: RunningSums;
  readonly missingSums: RunningSums;
}

/** One pass over all that stands before the tail. Throws `archive-corrupt` when inventory and rows disagree. */
export async function countContent(sources: SealSources): Promise<CountedContent> {
  const entriesSums = runningSums();
  const missingSums = runningSums();
  missingSums.add(MISSING_HEADING);
  let snapshot: SnapshotLine | undefined;
  let dump: (DumpEntry & { readonly offset: number }) | undefined;
  let contentBytes = 0;
  let contentCrc32 = 0;
  const counts = { entries: 0, entryBytes: 0, missing: 0, digestsDiffering: 0 };

  const count = ({ entry, sums, offset }: SummedEntry): void => {
    const header = localHeader({ path: entry.path, bytes: entry.bytes, crc32: sums.crc32 });
    contentBytes = offset + header.length + entry.bytes;
    contentCrc32 = combineCrc32(crc32(header, contentCrc32), sums.crc32, entry.bytes);
    counts.entries += 1;
    counts.entryBytes += entry.bytes;
    if (sums.isDigestDifferent) counts.digestsDiffering += 1;
    if (entry.kind !== "dump") return;
    if (sums.crc32 !== entry.crc32) throw new Failure("archive-corrupt", { what: "CRC-32 of the dump" });
    dump = { ...entry, offset };
  };

  for await (const line of summedLines(sources)) {
    if (line.kind === "snapshot") snapshot = line;
    else if (line.kind === "missing") {
      counts.missing += 1;
      missingSums.add(missingListLine(line));
      entriesSums.add(missingEntryLine(line));
    } else {
      count(line);
      entriesSums.add(entriesListLine(line));
    }
  }
  if (!snapshot || !dump) throw new Failure("archive-corrupt", { what: "an inventory without snapshot or dump" });
  return { content: { snapshot, dump, ...counts }, dump, contentBytes, contentCrc32, entriesSums, missingSums };
}
