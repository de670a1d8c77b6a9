import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttachmentEntry, InventoryEntry } from "../../../functions/domain/archive/inventory.ts";
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

function laidOut(entries: readonly InventoryEntry[], limits = LIMITS): { parts: Part[]; carry: Carry } {
  const totals = { entries: entries.length, bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0) };
  const layouter = createLayouter(planParts(totals, limits), limits);
  const parts: Part[] = entries.flatMap((entry, index) => [...layouter.add(entry, { offset: index * 10, bytes: 10 })]);
  const [carry, last] = layouter.end().toReversed();
  if (carry?.kind !== "carry") throw new Error("a layout ends with its carry");
  if (last && last.kind !== "carry") parts.push(last);
  return { parts, carry };
}

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
