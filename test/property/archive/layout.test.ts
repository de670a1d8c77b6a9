import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planParts } from "../../../functions/domain/archive/plan-parts.ts";
import { localHeaderBytes } from "../../../functions/domain/archive/zip-records.ts";
import { smallLimits } from "../../support/archive-limits.ts";
import { aDumpEntry, anEntry, entryBytes, laidOut, manyEntryBytes, SCARCE_LIMITS } from "../../support/layouts.ts";

describe("a layout", () => {
  it("covers every byte once, in order, with parts numbered from 1", () => {
    fc.assert(
      fc.property(manyEntryBytes, entryBytes, (attachments, dumpBytes) => {
        const entries = [...attachments.map(anEntry), aDumpEntry(dumpBytes)];
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

  it("never has a part below S3's least entryBytes, nor more parts than allowed, and carries less than a part", () => {
    fc.assert(
      fc.property(manyEntryBytes, entryBytes, (attachments, dumpBytes) => {
        const { parts, carry } = laidOut([...attachments.map(anEntry), aDumpEntry(dumpBytes)]);
        for (const part of parts) expect(part.bytes).toBeGreaterThanOrEqual(SCARCE_LIMITS.partBytesMin);
        expect(parts.length).toBeLessThanOrEqual(SCARCE_LIMITS.partsMax);
        expect(carry.bytes).toBeLessThan(SCARCE_LIMITS.partBytesMin);
      }),
    );
  });

  it("never has a part above what was planned for", () => {
    fc.assert(
      fc.property(manyEntryBytes, (attachments) => {
        const entries = attachments.map(anEntry);
        const bytes = attachments.reduce((sum, each) => sum + each, 0);
        const { targetBytes } = planParts({ entries: entries.length, bytes }, SCARCE_LIMITS);
        const most = targetBytes + Math.max(targetBytes, SCARCE_LIMITS.bigEntryBytes) + 338;
        for (const part of laidOut(entries).parts) expect(part.bytes).toBeLessThanOrEqual(most);
      }),
    );
  });

  it("gives each part the lines of its own entries and no others", () => {
    fc.assert(
      fc.property(manyEntryBytes, (attachments) => {
        const { parts, carry } = laidOut(attachments.map(anEntry));
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
      fc.property(manyEntryBytes, (attachments) => {
        const { parts } = laidOut(attachments.map(anEntry));
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
      fc.property(manyEntryBytes, manyEntryBytes, (before, added) => {
        const { parts } = laidOut(before.map(anEntry), limits);
        const later = laidOut([...before, ...added].map(anEntry), limits).parts;
        // The last part may have been closed by the end alone.
        expect(later.slice(0, Math.max(parts.length - 1, 0))).toEqual(parts.slice(0, -1));
      }),
    );
  });
});
