import { Failure } from "../failure.ts";
import type { ArchiveLimits } from "./archive-limits.ts";
import type { InventoryEntry } from "./inventory.ts";
import { bodyPartBytes, type Carry, type Lines, type Part } from "./part.ts";
import type { PartPlan } from "./plan-parts.ts";
import { type Split, splitEntry } from "./split-entry.ts";
import { localHeaderBytes } from "./zip-records.ts";

export interface Layouter {
  /** The parts that this entry completes. `line` is where the inventory has it. */
  add(entry: InventoryEntry, line: Lines): readonly Part[];
  /** The last part, if enough is left for one, and the carry. */
  end(): readonly (Part | Carry)[];
}

/** Whole entries that wait for their part to be full. */
interface OpenRun {
  readonly bytes: number;
  readonly entries: number;
  readonly lines: Lines;
}

const NO_PARTS: readonly Part[] = [];

/** The layout, fed one entry at a time. */
export function createLayouter(plan: PartPlan, limits: ArchiveLimits): Layouter {
  let offset = 0;
  let number = 1;
  let ordinal = 0;
  let run: OpenRun = { bytes: 0, entries: 0, lines: { offset: 0, bytes: 0 } };

  /** The next part, up to now: what the run has, and `bytes` long. */
  const place = (bytes: number) => ({
    number,
    offset,
    bytes,
    firstEntry: ordinal - run.entries,
    entries: run.entries,
    lines: run.lines,
  });

  const close = <P extends Part>(part: P): P => {
    if (number > limits.partsMax) throw new Failure("archive-too-large", { partsMax: limits.partsMax });
    number += 1;
    offset += part.bytes;
    run = { bytes: 0, entries: 0, lines: { offset: run.lines.offset + run.lines.bytes, bytes: 0 } };
    return part;
  };

  const closeRun = (): Part => close({ kind: "packed", round: 1, ...place(run.bytes) });

  const isRunFull = (): boolean =>
    run.bytes >= plan.targetBytes || (run.entries >= limits.entriesWithSha256Max && run.bytes >= plan.partBytesMin);

  const extendRun = (entryBytes: number, lines: Lines): readonly Part[] => {
    run = { bytes: run.bytes + entryBytes, entries: run.entries + 1, lines };
    ordinal += 1;
    if (isRunFull()) return [closeRun()];
    if (run.entries < limits.entriesPerPartMax) return NO_PARTS;
    throw new Failure("archive-too-large", { entriesPerPartMax: limits.entriesPerPartMax, partBytes: run.bytes });
  };

  const spread = (entry: InventoryEntry, line: Lines, lines: Lines, { headBytes, bodyBytes }: Split): Part[] => {
    const bodyParts = Math.max(1, Math.floor(bodyBytes / plan.targetBytes));
    const ownBytes = entry.bytes - bodyBytes;
    const round = entry.kind === "dump" ? 1 : 2;
    const parts: Part[] = [close({ kind: "head", round, ...place(headBytes), lines, ownBytes, bodyParts, bodyBytes })];
    let sourceFirst = ownBytes;
    for (let index = 0; index < bodyParts; index += 1) {
      const bytes = bodyPartBytes(bodyBytes, bodyParts, index);
      parts.push(close({ kind: "body", round: 1, ...place(bytes), lines: line, sourceFirst }));
      sourceFirst += bytes;
    }
    ordinal += 1;
    return parts;
  };

  return {
    add(entry, line) {
      const headerBytes = localHeaderBytes(entry);
      const start = run.entries === 0 ? line.offset : run.lines.offset;
      const lines = { offset: start, bytes: line.offset + line.bytes - start };
      const split = splitEntry(plan, limits, entry.bytes, run.bytes + headerBytes);
      return split ? spread(entry, line, lines, split) : extendRun(headerBytes + entry.bytes, lines);
    },

    end() {
      const last = run.bytes >= limits.partBytesMin ? [closeRun()] : [];
      return [...last, { kind: "carry", ...place(run.bytes) }];
    },
  };
}
