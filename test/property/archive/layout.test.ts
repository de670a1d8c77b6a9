import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ARCHIVE_LIMITS } from "../../../functions/domain/archive/archive-limits.ts";
import { choosePlan } from "../../../functions/domain/archive/choose-plan.ts";
import type { AttachmentEntry, InventoryEntry } from "../../../functions/domain/archive/inventory.ts";
import type { PlacedLine } from "../../../functions/domain/archive/inventory-reader.ts";
import { createLayouter } from "../../../functions/domain/archive/layouter.ts";
import type { Carry, Part } from "../../../functions/domain/archive/part.ts";
import { planParts } from "../../../functions/domain/archive/plan-parts.ts";
import { localHeaderBytes } from "../../../functions/domain/archive/zip-records.ts";
import { smallLimits } from "../../support/archive-limits.ts";

const LIMITS = smallLimits({ partsAim: 40, partsMax: 41 });

const size = fc.oneof(
  { weight: 6, arbitrary: fc.nat(300) },
  { weight: 2, arbitrary: fc.integer({ min: 200, max: 700 }) },
  { weight: 1, arbitrary: fc.nat(9000) },
);
const sizes = fc.array(size, { maxLength: 120 });

const entry = (bytes: number, id: number): AttachmentEntry => ({
  kind: "attachment",
  id,
  file: "x",
  path: `attachment/file/${id}/x`,
  bytes,
  md5: "",
  key: "",
  etag: "",
});
const dump = (bytes: number): InventoryEntry => ({
  kind: "dump",
  path: "openproject.pgdump",
  bytes,
  crc32: 0,
  sha256: "",
  key: "",
});

const totalsOf = (entries: readonly InventoryEntry[]) => ({
  entries: entries.length,
  bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
});

function laidOut(
  entries: readonly InventoryEntry[],
  limits = LIMITS,
  plan = planParts(totalsOf(entries), limits),
): { parts: Part[]; carry: Carry } {
  const layouter = createLayouter(plan, limits);
  const parts: Part[] = entries.flatMap((entry, index) => [...layouter.add(entry, { offset: index * 10, bytes: 10 })]);
  const [carry, last] = layouter.end().toReversed();
  if (carry?.kind !== "carry") throw new Error("a layout ends with its carry");
  if (last && last.kind !== "carry") parts.push(last);
  return { parts, carry };
}

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
      fc.property(sizes, size, kept, (attachments, dumpBytes, kinds) => {
        const entries = [...withPrevious(attachments.map(entry), kinds), dump(dumpBytes)];
        const { parts, carry } = laidOut(entries);
        let offset = 0;
        let ordinal = 0;
        for (const [index, part] of [...parts, carry].entries()) {
          expect([part.number, part.offset, part.firstEntry]).toEqual([index + 1, offset, ordinal]);
          if (part.kind !== "carry") expect(part.bytes).toBeGreaterThanOrEqual(LIMITS.partBytesMin);
          if (part.kind === "reused") expect(part.bytes).toBeLessThanOrEqual(LIMITS.copyBytesMax);
          offset += part.bytes;
          const isLastOfBig = part.kind === "body" && parts[index + 1]?.kind !== "body";
          ordinal += part.kind === "head" || part.kind === "body" ? (isLastOfBig ? 1 : part.entries) : part.entries;
        }
        expect(parts.length).toBeLessThanOrEqual(LIMITS.partsMax);
        expect(carry.bytes).toBeLessThan(LIMITS.partBytesMin);
      }),
    );
  });

  it("copies runs that stand there just so, and nothing else", () => {
    fc.assert(
      fc.property(sizes, kept, (attachments, kinds) => {
        const entries = withPrevious(attachments.map(entry), kinds);
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
      fc.property(sizes, kept, (attachments, kinds) => {
        const limits = smallLimits();
        const entries = withPrevious(attachments.map(entry), kinds);
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
  it("always fits, and moves no more than the one that would have been sure", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, size, kept, async (attachments, dumpBytes, kinds) => {
        const entries = [...withPrevious(attachments.map(entry), kinds), dump(dumpBytes)];
        const totals = totalsOf(entries);
        const chosen = laidOut(entries, LIMITS, await choosePlan(() => placed(entries), totals, LIMITS));
        expect(chosen.parts.length).toBeLessThanOrEqual(LIMITS.partsMax);
        for (const part of chosen.parts) expect(part.bytes).toBeGreaterThanOrEqual(LIMITS.partBytesMin);
        expect(movedOf(chosen)).toBeLessThanOrEqual(movedOf(laidOut(entries)));
      }),
    );
  });

  it("spares a tebibyte of large files the worker", async () => {
    const files = Array.from({ length: 4_000 }, (_, id) => entry(256 * 1024 ** 2, id));
    const plan = await choosePlan(() => placed(files), totalsOf(files), ARCHIVE_LIMITS);
    const { parts, carry } = laidOut(files, ARCHIVE_LIMITS, plan);
    expect(movedOf({ parts, carry })).toBeLessThan(4_000 * 6 * 1024 ** 2);
  });
});

const movedOf = ({ parts, carry }: { parts: readonly Part[]; carry: Carry }): number =>
  parts.filter(({ kind }) => kind !== "reused" && kind !== "body").reduce((sum, { bytes }) => sum + bytes, carry.bytes);

describe("a layout", () => {
  it("covers every byte once, in order, with parts numbered from 1", () => {
    fc.assert(
      fc.property(sizes, size, (attachments, dumpBytes) => {
        const entries = [...attachments.map(entry), dump(dumpBytes)];
        const { parts, carry } = laidOut(entries);
        let offset = 0;
        for (const [index, part] of [...parts, carry].entries()) {
          expect([part.number, part.offset]).toEqual([index + 1, offset]);
          offset += part.bytes;
        }
        expect(offset).toBe(entries.reduce((sum, entry) => sum + localHeaderBytes(entry) + entry.bytes, 0));
        expect(carry.firstEntry + carry.entries).toBe(entries.length);
      }),
    );
  });

  it("never has a part below S3's least size, nor more parts than allowed, and carries less than a part", () => {
    fc.assert(
      fc.property(sizes, size, (attachments, dumpBytes) => {
        const { parts, carry } = laidOut([...attachments.map(entry), dump(dumpBytes)]);
        for (const part of parts) expect(part.bytes).toBeGreaterThanOrEqual(LIMITS.partBytesMin);
        expect(parts.length).toBeLessThanOrEqual(LIMITS.partsMax);
        expect(carry.bytes).toBeLessThan(LIMITS.partBytesMin);
      }),
    );
  });

  it("never has a part above what was planned for", () => {
    fc.assert(
      fc.property(sizes, (attachments) => {
        const entries = attachments.map(entry);
        const bytes = attachments.reduce((sum, size) => sum + size, 0);
        const { targetBytes } = planParts({ entries: entries.length, bytes }, LIMITS);
        const most = targetBytes + Math.max(targetBytes, LIMITS.bigEntryBytes) + 338;
        for (const part of laidOut(entries).parts) expect(part.bytes).toBeLessThanOrEqual(most);
      }),
    );
  });

  it("gives each part the lines of its own entries and no others", () => {
    fc.assert(
      fc.property(sizes, (attachments) => {
        const { parts, carry } = laidOut(attachments.map(entry));
        for (const part of [...parts, carry]) {
          const touched = part.entries + (part.kind === "head" || part.kind === "body" ? 1 : 0);
          expect(part.lines.bytes).toBe(touched * 10);
          expect(touched === 0 || part.lines.offset === part.firstEntry * 10).toBe(true);
        }
      }),
    );
  });

  it("puts nothing but a big entry's bytes into the parts behind its head", () => {
    fc.assert(
      fc.property(sizes, (attachments) => {
        const { parts } = laidOut(attachments.map(entry));
        for (const head of parts.filter((part) => part.kind === "head")) {
          const bodies = parts.slice(head.number, head.number + head.bodyParts);
          expect(bodies.map((part) => part.kind)).toEqual(bodies.map(() => "body"));
          expect(bodies.reduce((sum, part) => sum + part.bytes, 0)).toBe(head.bodyBytes);
          expect(head.ownBytes + head.bodyBytes).toBe(attachments[head.firstEntry + head.entries]);
        }
      }),
    );
  });

  it("keeps yesterday's parts when entries are added behind, as long as parts are not scarce", () => {
    const limits = smallLimits();
    fc.assert(
      fc.property(sizes, sizes, (before, added) => {
        const { parts } = laidOut(before.map(entry), limits);
        const later = laidOut([...before, ...added].map(entry), limits).parts;
        // The last part may have been closed by the end alone.
        expect(later.slice(0, Math.max(parts.length - 1, 0))).toEqual(parts.slice(0, -1));
      }),
    );
  });
});
