import { type CountedContent, countContent } from "./count-content.ts";
import { textEntryLine } from "./entries-list.ts";
import { type BackupFacts, renderManifest } from "./manifest.ts";
import { MISSING_PATH } from "./missing-list.ts";
import { README_PATH, renderReadme } from "./readme.ts";
import { type TextSums, textSums } from "./running-sums.ts";
import type { SealSources } from "./summed-lines.ts";

/** What the tail will be, all but the signature. */
export interface TailPlan extends Omit<CountedContent, "entriesSums" | "missingSums"> {
  /** What is to be signed. */
  readonly manifest: Uint8Array;
  readonly readme: string;
  /** Of MISSING_ATTACHMENTS.txt, if there is one. */
  readonly missingList?: TextSums;
  readonly entriesList: TextSums;
}

/**
 * First pass: counts, sums, and the texts that depend on them. Memory stays the same whatever the number of entries.
 * Throws `archive-corrupt` when inventory and rows disagree.
 */
export async function planTail(sources: SealSources, backup: BackupFacts): Promise<TailPlan> {
  const { entriesSums, missingSums, ...counted } = await countContent(sources);
  const readme = renderReadme(backup, counted.content);
  const missingList = counted.content.missing > 0 ? missingSums.end() : undefined;
  entriesSums.add(textEntryLine({ path: README_PATH, ...textSums(readme) }));
  if (missingList) entriesSums.add(textEntryLine({ path: MISSING_PATH, ...missingList }));
  const entriesList = entriesSums.end();
  const manifest = Buffer.from(renderManifest(backup, counted.content, entriesList));
  return { ...counted, manifest, readme, ...(missingList ? { missingList } : {}), entriesList };
}
