import { Failure } from "../failure.ts";
import type { ArchiveLimits } from "./archive-limits.ts";
import type { InventoryEntry, PreviousCopy } from "./inventory.ts";
import { joinedLines, type OpenRun } from "./open-run.ts";
import { bodyPartBytes, type Carry, type Lines, type Part } from "./part.ts";
import type { PartPlan } from "./plan-parts.ts";
import { extendReusedRun, isNextInRun, type ReusedRun, startReusedRun } from "./reused-run.ts";
import { type Split, splitEntry } from "./split-entry.ts";
import { localHeaderBytes } from "./zip-records.ts";

export interface Layouter {
  /** The parts that this entry completes. `line` is where the inventory has it. */
  add(entry: InventoryEntry, line: Lines): readonly Part[];
  /** The last part, if enough is left for one, and the carry. */
  end(): readonly (Part | Carry)[];
}

const NO_PARTS: readonly Part[] = [];

/** The layout, fed one entry at a time. */
export function createLayouter(plan: PartPlan, limits: ArchiveLimits): Layouter {
  let offset = 0;
  let number = 1;
  let ordinal = 0;
  let run: OpenRun = { bytes: 0, entries: 0, lines: { offset: 0, bytes: 0 } };
  let reused: ReusedRun | undefined;

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

  const extendRun = ({ bytes, entries, lines }: OpenRun): readonly Part[] => {
    run = { bytes: run.bytes + bytes, entries: run.entries + entries, lines: joinedLines(run, lines) };
    ordinal += entries;
    if (isRunFull()) return [closeRun()];
    if (run.entries < limits.entriesPerPartMax) return NO_PARTS;
    throw new Failure("archive-too-large", { entriesPerPartMax: limits.entriesPerPartMax, partBytes: run.bytes });
  };

  const spread = (entry: InventoryEntry, line: Lines, { headBytes, bodyBytes }: Split): Part[] => {
    const bodyParts = Math.max(1, Math.floor(bodyBytes / plan.bodyPartBytes));
    const ownBytes = entry.bytes - bodyBytes;
    const round = entry.kind === "dump" ? 1 : 2;
    const lines = joinedLines(run, line);
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

  /** The reused run is as long as it gets: a part of its own if the store can copy so few bytes, else more of the open run. */
  const endReused = (): readonly Part[] => {
    if (reused === undefined) return NO_PARTS;
    const ended = reused;
    reused = undefined;
    if (ended.bytes < plan.partBytesMin) return extendRun(ended);
    const before = run.entries > 0 ? [closeRun()] : [];
    const { bytes, entries, lines, sourceFirst, crc32: sum } = ended;
    run = { bytes, entries, lines };
    ordinal += entries;
    return [...before, close({ kind: "reused", round: 1, ...place(bytes), sourceFirst, crc32: sum })];
  };

  const build = (entry: InventoryEntry, line: Lines): readonly Part[] => {
    const headerBytes = localHeaderBytes(entry);
    const split = splitEntry(plan, limits, entry.bytes, run.bytes + headerBytes);
    return split
      ? spread(entry, line, split)
      : extendRun({ bytes: headerBytes + entry.bytes, entries: 1, lines: line });
  };

  /** A part that the store copies cannot follow one that is too small: that takes of the next entries what it needs. */
  const mayReuse = (): boolean => run.bytes === 0 || run.bytes >= plan.partBytesMin;

  const reuse = (entry: InventoryEntry, previous: PreviousCopy, line: Lines): readonly Part[] => {
    if (reused && isNextInRun(reused, entry, previous, plan.reusedPartBytes)) {
      reused = extendReusedRun(reused, entry, previous, line);
      return NO_PARTS;
    }
    const parts = endReused();
    if (!mayReuse()) return [...parts, ...build(entry, line)];
    reused = startReusedRun(entry, previous, line);
    return parts;
  };

  return {
    add(entry, line) {
      const previous = entry.kind === "attachment" ? entry.previous : undefined;
      if (previous && localHeaderBytes(entry) + entry.bytes <= limits.copyBytesMax) return reuse(entry, previous, line);
      const parts = endReused();
      const more = build(entry, line);
      return parts.length === 0 ? more : [...parts, ...more];
    },

    end() {
      const parts = endReused();
      const last = run.bytes >= limits.partBytesMin ? [closeRun()] : [];
      return [...parts, ...last, { kind: "carry", ...place(run.bytes) }];
    },
  };
}
