import type { ArchiveLimits } from "../../functions/domain/archive/archive-limits.ts";
import { bodyCrc32 } from "../../functions/domain/archive/body-crc32.ts";
import { type BuiltPart, buildPart } from "../../functions/domain/archive/build-part.ts";
import { checkContent } from "../../functions/domain/archive/check-content.ts";
import { cutParts } from "../../functions/domain/archive/cut-parts.ts";
import { decodeEntrySums, encodeEntrySums } from "../../functions/domain/archive/entry-sums.ts";
import { decodeInventory } from "../../functions/domain/archive/inventory-reader.ts";
import { layout } from "../../functions/domain/archive/layout.ts";
import type { BackupFacts } from "../../functions/domain/archive/manifest.ts";
import type { Carry, Part } from "../../functions/domain/archive/part.ts";
import { partEntries } from "../../functions/domain/archive/part-entries.ts";
import { planTail, type TailPlan } from "../../functions/domain/archive/plan-tail.ts";
import type { SealSources } from "../../functions/domain/archive/summed-lines.ts";
import { streamTail } from "../../functions/domain/archive/tail.ts";
import type { PartRow } from "../../functions/domain/backup/part-rows.ts";
import { type Contents, inChunks, rangesOf } from "./archive-contents.ts";

export const SOME_BACKUP: BackupFacts = {
  tenantId: "acme",
  title: "Acme projects",
  backupId: "0f8fad5b-d9cb-469f-a165-70867728950e",
  requestedAt: Date.UTC(2026, 0, 31, 3, 12),
};
export const SOME_SIGNATURE = "eyJhbGciOiJFUzI1NiJ9..c2lnbmF0dXJl";

export interface LaidOut {
  readonly parts: readonly Part[];
  readonly carry: Carry;
}

export async function layOut(
  contents: Pick<Contents, "inventory" | "entries">,
  limits: ArchiveLimits,
): Promise<LaidOut> {
  const totals = {
    entries: contents.entries.length,
    bytes: contents.entries.reduce((sum, entry) => sum + entry.bytes, 0),
  };
  const parts: Part[] = [];
  for await (const part of layout(() => decodeInventory(inChunks(contents.inventory)), totals, limits)) {
    if (part.kind === "carry") return { parts, carry: part };
    parts.push(part);
  }
  throw new Error("a layout ends with its carry");
}

export interface BuiltArchive {
  readonly bytes: Buffer;
  /** As they would be uploaded, the tail's among them. */
  readonly parts: readonly Uint8Array[];
  readonly sources: SealSources;
  readonly plan: TailPlan;
  /** What the seal compares with the plan. */
  readonly checked: { readonly parts: readonly Part[]; readonly rows: readonly PartRow[]; readonly carry: BuiltPart };
}

/** A whole build in memory; `order` is that in which the parts of a round are built. */
export async function buildArchive(
  contents: Pick<Contents, "inventory" | "entries" | "read">,
  limits: ArchiveLimits,
  order: (parts: readonly Part[]) => readonly Part[] = (parts) => parts,
  { backup, signature } = { backup: SOME_BACKUP, signature: SOME_SIGNATURE },
): Promise<BuiltArchive> {
  const { parts, carry } = await layOut(contents, limits);
  const built = new Map<number, BuiltPart>();
  const rows = new Map<number, PartRow>();
  const build = async (part: Part | Carry): Promise<BuiltPart> => {
    const entries = await partEntries(part, rangesOf(contents.inventory));
    const body = part.kind === "head" && part.round === 2 ? await bodyCrc32(part, rowsAfter(part.number)) : undefined;
    return buildPart(part, entries, contents.read, body, limits);
  };
  const rowsAfter = (number: number) => sorted(rows).filter((row) => row.number > number);
  for (const round of [1, 2]) {
    for (const part of order(parts.filter((part) => part.round === round))) {
      const done = await build(part);
      built.set(part.number, done);
      const entries = decodeEntrySums(encodeEntrySums(done.entries));
      rows.set(part.number, { number: part.number, etag: `"${part.number}"`, crc32: done.crc32, entries });
    }
  }
  const carried = await build(carry);
  const sources: SealSources = {
    inventory: () => inChunks(contents.inventory, 1000),
    rows: () => sorted(rows),
    carry: carried.entries,
  };
  const plan = await planTail(sources, backup);
  await checkContent(plan, parts, sorted(rows), carried);
  const uploaded = parts.map((part) => built.get(part.number)?.bytes ?? new Uint8Array());
  const tail = joined(carried.bytes, streamTail(sources, plan, signature));
  for await (const part of cutParts(tail, carry.number, limits)) uploaded.push(part.bytes);
  const checked = { parts, rows: sorted(rows), carry: carried };
  return { bytes: Buffer.concat(uploaded), parts: uploaded, sources, plan, checked };
}

const sorted = (rows: ReadonlyMap<number, PartRow>): PartRow[] =>
  [...rows.values()].sort((a, b) => a.number - b.number);

async function* joined(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
