import * as fc from "fast-check";
import type { AttachmentEntry, InventoryEntry } from "../../functions/domain/archive/inventory.ts";
import { createLayouter } from "../../functions/domain/archive/layouter.ts";
import type { Carry, Part } from "../../functions/domain/archive/part.ts";
import { planParts } from "../../functions/domain/archive/plan-parts.ts";
import { smallLimits } from "./archive-limits.ts";

/** Limits with which parts are soon scarce. */
export const SCARCE_LIMITS = smallLimits({ partsAim: 40, partsMax: 41 });

export const entryBytes = fc.oneof(
  { weight: 6, arbitrary: fc.nat(300) },
  { weight: 2, arbitrary: fc.integer({ min: 200, max: 700 }) },
  { weight: 1, arbitrary: fc.nat(9000) },
);
export const manyEntryBytes = fc.array(entryBytes, { maxLength: 120 });

/** An attachment of so many bytes. */
export const anEntry = (bytes: number, id: number): AttachmentEntry => ({
  kind: "attachment",
  id,
  file: "x",
  path: `attachment/file/${id}/x`,
  bytes,
  md5: "",
  key: "",
  etag: "",
});
export const aDumpEntry = (bytes: number): InventoryEntry => ({
  kind: "dump",
  path: "openproject.pgdump",
  bytes,
  crc32: 0,
  sha256: "",
  key: "",
});

export const totalsOf = (entries: readonly InventoryEntry[]) => ({
  entries: entries.length,
  bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
});

export function laidOut(
  entries: readonly InventoryEntry[],
  limits = SCARCE_LIMITS,
  plan = planParts(totalsOf(entries), limits),
): { parts: Part[]; carry: Carry } {
  const layouter = createLayouter(plan, limits);
  const added = entries.flatMap((entry, index) => [...layouter.add(entry, { offset: index * 10, bytes: 10 })]);
  const all = [...added, ...layouter.end()];
  const carry = all.at(-1);
  if (carry?.kind !== "carry") throw new Error("a layout ends with its carry");
  return { parts: all.filter((part) => part.kind !== "carry"), carry };
}
