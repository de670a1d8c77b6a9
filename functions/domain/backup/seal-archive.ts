import { hash } from "node:crypto";
import { buildPart } from "../archive/build-part.ts";
import { checkArchive } from "../archive/check-archive.ts";
import { checkContent } from "../archive/check-content.ts";
import type { Carry, Part } from "../archive/part.ts";
import { partEntries } from "../archive/part-entries.ts";
import { decodePartIndex } from "../archive/part-index.ts";
import { planTail, type TailPlan } from "../archive/plan-tail.ts";
import { readEntry as readArchived } from "../archive/read-entry.ts";
import type { SealSources } from "../archive/summed-lines.ts";
import { entriesListPlace } from "../archive/tail-entries.ts";
import { Failure } from "../failure.ts";
import type { Backup } from "./backup.ts";
import type { SliceResult } from "./build-work.ts";
import { laidOutFacts } from "./built-facts.ts";
import { completeArchive } from "./complete-archive.ts";
import { readEntry } from "./pack-part.ts";
import { publishArchive } from "./publish-archive.ts";
import type { BuildDeps, Slice } from "./slice.ts";

/**
 * Last step: all parts are there. Signs the manifest, adds the tail, has the store verify and join everything, reads the
 * result back with programs that did not write it, and only then publishes. Every part of it may be done twice: the
 * signature is kept, the tail has the same bytes again, and an archive that was completed before is found.
 */
export const sealArchive = async (deps: BuildDeps, slice: Slice): Promise<SliceResult> => {
  const { backup, signal } = slice;
  const { dump, layout } = laidOutFacts(backup);
  const { parts, carry } = await readPartIndex(deps, backup);
  const carryEntries = await partEntries(carry, (first, last) => deps.work.read(dump.inventoryKey, first, last));
  const built = await buildPart(carry, carryEntries, readEntry(deps, slice), undefined, deps.sizes.limits);
  const sources: SealSources = {
    inventory: () => deps.work.read(dump.inventoryKey),
    rows: () => deps.parts.list(backup, 1, layout.parts),
    carry: built.entries,
  };
  const plan = await planTail(sources, { ...backup, ...leftOut(backup) });
  await checkContent(plan, parts, sources.rows(), built);
  const signature = await keptSignature(deps, slice, plan.manifest);
  const archive = await completeArchive(deps, slice, { sources, plan, signature, parts, carry: built });
  const read = (first: number, last: number) => deps.archives.read({ ...archive, key: layout.archiveKey }, first, last);
  await checkArchive({ read, bytes: archive.bytes }, sources, plan, signature, deps.sizes.limits);
  const { dumpProgramVersion } = plan.content.snapshot;
  await deps.dumps.countContents(readArchived(read, plan.dump), dumpProgramVersion, signal);
  signal.throwIfAborted();
  return publishArchive(deps, slice, archive, contentOf(sources, plan, signature));
};

/**
 * The first signature wins, over all attempts. The digest of what it signs is kept with it: a manifest that became
 * another since, by another version of this program, must not go out under it.
 */
async function keptSignature(deps: BuildDeps, { backup, signal }: Slice, manifest: Uint8Array): Promise<string> {
  const digest = hash("sha256", manifest, "base64url");
  const fresh = await deps.signer.sign(manifest);
  signal.throwIfAborted();
  const kept = await deps.parts.keepSignature(backup, `${fresh} ${digest}`);
  const [signature = "", signed] = kept.split(" ");
  if (signed !== digest) throw new Failure("store-conflict", { what: "another manifest was signed" });
  return signature;
}

const leftOut = ({ dump }: Backup) => (dump?.attachmentsLeftOut ? { attachmentsLeftOut: dump.attachmentsLeftOut } : {});

const contentOf = (sources: SealSources, plan: TailPlan, signature: string) => ({
  entries: plan.content.entries,
  missing: plan.content.missing,
  entriesList: entriesListPlace(sources, plan, signature),
});

async function readPartIndex(deps: BuildDeps, backup: Backup): Promise<{ parts: Part[]; carry: Carry }> {
  const parts: Part[] = [];
  for await (const part of decodePartIndex(deps.work.read(laidOutFacts(backup).layout.partIndexKey))) {
    if (part.kind === "carry") return { parts, carry: part };
    parts.push(part);
  }
  throw new Failure("store-conflict", { what: "part index without its end" });
}
