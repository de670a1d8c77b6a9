import { encodeInventory, type InventoryEntry } from "../../functions/domain/archive/inventory.ts";
import { planTail, type TailPlan } from "../../functions/domain/archive/plan-tail.ts";
import { type SealSources, summedLines } from "../../functions/domain/archive/summed-lines.ts";
import { streamTail } from "../../functions/domain/archive/tail.ts";
import type { ReadRange } from "../../functions/domain/archive/window-reader.ts";
import { localHeader } from "../../functions/domain/archive/zip-records.ts";
import type { EntrySums } from "../../functions/domain/backup/part-rows.ts";
import { SOME_BACKUP, SOME_SIGNATURE } from "./archive-build.ts";
import { aSnapshot, inChunks } from "./archive-contents.ts";

interface StoredPiece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

export interface SparseArchive {
  readonly read: ReadRange;
  readonly bytes: number;
  /** What is there, and where. */
  readonly pieces: readonly StoredPiece[];
  readonly sources: SealSources;
  readonly plan: TailPlan;
}

/** An archive of any size of which only headers and tail are there; all contents are zeros that nobody stored. */
export async function sparseArchive(entries: readonly InventoryEntry[]): Promise<SparseArchive> {
  const inventory = Buffer.concat(await Array.fromAsync(encodeInventory([aSnapshot(), ...entries])));
  const sums: EntrySums[] = entries.map((entry, index) => ({
    crc32: entry.kind === "dump" ? entry.crc32 : index,
    isDigestDifferent: false,
  }));
  const sources: SealSources = { inventory: () => inChunks(inventory), rows: () => [], carry: sums };
  const pieces: StoredPiece[] = [];
  for await (const line of summedLines(sources)) {
    if (line.kind !== "entry") continue;
    const { path, bytes } = line.entry;
    pieces.push({ at: line.offset, bytes: localHeader({ path, bytes, crc32: line.sums.crc32 }) });
  }
  const plan = await planTail(sources, SOME_BACKUP);
  const tail = Buffer.concat(await Array.fromAsync(streamTail(sources, plan, SOME_SIGNATURE)));
  pieces.push({ at: plan.contentBytes, bytes: tail });
  return { read: sparseRead(pieces), bytes: plan.contentBytes + tail.length, pieces, sources, plan };
}

const sparseRead = (pieces: readonly StoredPiece[]): ReadRange =>
  async function* (first, last) {
    const answer = Buffer.alloc(last - first + 1);
    for (const { at, bytes } of pieces) {
      if (at + bytes.length <= first || at > last) continue;
      const from = Math.max(first - at, 0);
      answer.set(bytes.subarray(from, last - at + 1), at + from - first);
    }
    yield answer;
  };
