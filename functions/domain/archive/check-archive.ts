import { Failure } from "../failure.ts";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./archive-limits.ts";
import { keepEnd } from "./keep-end.ts";
import { listArchive } from "./list-archive.ts";
import type { TailPlan } from "./plan-tail.ts";
import { checkHeader } from "./read-entry.ts";
import type { SealSources } from "./summed-lines.ts";
import { directoryEntries } from "./tail.ts";
import { tailEntries } from "./tail-entries.ts";
import type { ReadRange } from "./window-reader.ts";
import type { PlacedEntry } from "./zip-records.ts";

/**
 * Reads a sealed archive back: its central directory must be, entry by entry, what was laid out, and the tail must stand
 * where it says. Throws `archive-corrupt`.
 */
export async function checkArchive(
  archive: { readonly read: ReadRange; readonly bytes: number },
  sources: SealSources,
  plan: TailPlan,
  signature: string,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<void> {
  const tail = tailEntries(sources, plan, signature);
  const read = keepEnd(archive.read, archive.bytes);
  const found = listArchive(read, archive.bytes, limits);
  for await (const expected of directoryEntries(sources, plan, tail)) {
    const next = await found.next();
    if (next.done || !isSame(next.value, expected)) {
      await found.return(undefined);
      throw new Failure("archive-corrupt", { what: "central directory", entry: expected.path });
    }
  }
  const more = await found.next();
  if (!more.done) throw new Failure("archive-corrupt", { what: "central directory", entry: more.value.path });
  for (const entry of tail) await checkHeader(read, entry);
}

const isSame = (a: PlacedEntry, b: PlacedEntry): boolean =>
  a.path === b.path && a.bytes === b.bytes && a.crc32 === b.crc32 && a.offset === b.offset;
