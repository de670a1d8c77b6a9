import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ARCHIVE_LIMITS } from "../../../functions/domain/archive/archive-limits.ts";
import { choosePlan } from "../../../functions/domain/archive/choose-plan.ts";
import type { AttachmentEntry, InventoryEntry } from "../../../functions/domain/archive/inventory.ts";
import type { PlacedLine } from "../../../functions/domain/archive/inventory-reader.ts";
import type { Carry, Part } from "../../../functions/domain/archive/part.ts";
import { localHeaderBytes } from "../../../functions/domain/archive/zip-records.ts";
import { smallLimits } from "../../support/archive-limits.ts";
import {
  aDumpEntry,
  anEntry,
  entryBytes,
  laidOut,
  manyEntryBytes,
  SCARCE_LIMITS,
  totalsOf,
} from "../../support/layouts.ts";

/** The same entries as they stand in an archive before: some not at all, some behind others that are gone by now. */
const kept = fc.array(fc.constantFrom("here", "here", "here", "here", "moved", "new"), { minLength: 1, maxLength: 40 });

function withPrevious(attachments: readonly AttachmentEntry[], kinds: readonly string[]): AttachmentEntry[] {
  let offset = 0;
  return attachments.map((one, index) => {
    const kind = kinds[index % kinds.length];
    if (kind === "new") return one;
    if (kind === "moved") offset += 1000;
    const previous = { offset, crc32: index, isDigestDifferent: false };
    offset += localHeaderBytes(one) + one.bytes;
    return { ...one, previous };
  });
}

describe("a layout with a previous archive", () => {
  it("keeps S3's rules, whatever stands where", () => {
    fc.assert(
      fc.property(manyEntryBytes, entryBytes, kept, (attachments, dumpBytes, kinds) => {
        const entries = [...withPrevious(attachments.map(anEntry), kinds), aDumpEntry(dumpBytes)];
        const { parts, carry } = laidOut(entries);
        let offset = 0;
        let ordinal = 0;
        for (const [index, part] of [...parts, carry].entries()) {
          expect([part.number, part.offset, part.firstEntry]).toEqual([index + 1, offset, ordinal]);
          const least = part.kind === "carry" ? 0 : SCARCE_LIMITS.partBytesMin;
          expect(part.bytes).toBeGreaterThanOrEqual(least);
          expect(part.bytes).toBeLessThanOrEqual(part.kind === "reused" ? SCARCE_LIMITS.copyBytesMax : Infinity);
          offset += part.bytes;
          const isLastOfBig = part.kind === "body" && parts[index + 1]?.kind !== "body";
          ordinal += part.kind === "head" || part.kind === "body" ? (isLastOfBig ? 1 : part.entries) : part.entries;
        }
        expect(parts.length).toBeLessThanOrEqual(SCARCE_LIMITS.partsMax);
        expect(carry.bytes).toBeLessThan(SCARCE_LIMITS.partBytesMin);
      }),
    );
  });

  it("copies runs that stand there just so, and nothing else", () => {
    fc.assert(
      fc.property(manyEntryBytes, kept, (attachments, kinds) => {
        const entries = withPrevious(attachments.map(anEntry), kinds);
        for (const part of laidOut(entries).parts) {
          if (part.kind !== "reused") continue;
          let at = part.sourceFirst;
          for (const one of entries.slice(part.firstEntry, part.firstEntry + part.entries)) {
            expect(one.previous?.offset).toBe(at);
            at += localHeaderBytes(one) + one.bytes;
          }
          expect(at - part.sourceFirst).toBe(part.bytes);
        }
      }),
    );
  });

  it("moves little of what is there: what a part needs before each run, and ends too short for the store", () => {
    fc.assert(
      fc.property(manyEntryBytes, kept, (attachments, kinds) => {
        const limits = smallLimits();
        const entries = withPrevious(attachments.map(anEntry), kinds);
        const { parts, carry } = laidOut(entries, limits);
        const copied = parts
          .filter(({ kind }) => kind === "reused" || kind === "body")
          .reduce((n, p) => n + p.bytes, 0);
        const all = parts.reduce((sum, { bytes }) => sum + bytes, carry.bytes);
        const holes = entries.filter(({ previous }, index) => {
          const before = entries[index - 1];
          const end = before?.previous ? before.previous.offset + localHeaderBytes(before) + before.bytes : undefined;
          return previous?.offset !== end;
        }).length;
        const fresh = entries
          .filter(({ previous }) => !previous)
          .reduce((n, e) => n + localHeaderBytes(e) + e.bytes, 0);
        // One more entry than is needed before a run, a run too short behind it, and an end after every cut of a long run.
        const perHole = 2 * limits.partBytesMin + limits.bigEntryBytes;
        const cuts = Math.ceil(all / (limits.reusedPartBytes - limits.bigEntryBytes));
        expect(all - copied).toBeLessThanOrEqual(fresh + (holes + cuts + 1) * perHole);
      }),
    );
  });
});

async function* placed(entries: readonly InventoryEntry[]): AsyncGenerator<PlacedLine> {
  for (const [index, line] of entries.entries()) yield { line, offset: index * 10, bytes: 10 };
}

describe("the plan of a layout", () => {
  it("always fits, and moves no more than the one that would have been sure, or a part's worth", async () => {
    await fc.assert(
      fc.asyncProperty(manyEntryBytes, entryBytes, kept, async (attachments, dumpBytes, kinds) => {
        const entries = [...withPrevious(attachments.map(anEntry), kinds), aDumpEntry(dumpBytes)];
        const totals = totalsOf(entries);
        const chosen = laidOut(entries, SCARCE_LIMITS, await choosePlan(() => placed(entries), totals, SCARCE_LIMITS));
        expect(chosen.parts.length).toBeLessThanOrEqual(SCARCE_LIMITS.partsMax);
        for (const part of chosen.parts) expect(part.bytes).toBeGreaterThanOrEqual(SCARCE_LIMITS.partBytesMin);
        expect(movedOf(chosen)).toBeLessThanOrEqual(movedOf(laidOut(entries)) + SCARCE_LIMITS.bigEntryBytes);
      }),
    );
  });

  it("spares a tebibyte of large files the worker", async () => {
    const files = Array.from({ length: 4_000 }, (_, id) => anEntry(256 * 1024 ** 2, id));
    const plan = await choosePlan(() => placed(files), totalsOf(files), ARCHIVE_LIMITS);
    const { parts, carry } = laidOut(files, ARCHIVE_LIMITS, plan);
    expect(movedOf({ parts, carry })).toBeLessThan(4_000 * 6 * 1024 ** 2);
  });

  it("takes 5 MiB of each large file, however much there is of them", async () => {
    const files = Array.from({ length: 100 }, (_, id) => anEntry(100 * 1024 ** 3, id));
    const plan = await choosePlan(() => placed(files), totalsOf(files), ARCHIVE_LIMITS);
    expect(movedOf(laidOut(files, ARCHIVE_LIMITS, plan))).toBe(100 * 5 * 1024 ** 2);
  });
});

const movedOf = ({ parts, carry }: { parts: readonly Part[]; carry: Carry }): number =>
  parts.filter(({ kind }) => kind !== "reused" && kind !== "body").reduce((sum, { bytes }) => sum + bytes, carry.bytes);
