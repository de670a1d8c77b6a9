import { ENTRIES_PATH, entriesListLine, missingEntryLine, textEntryLine } from "./entries-list.ts";
import { MANIFEST_PATH, SIGNATURE_PATH } from "./manifest.ts";
import { MISSING_HEADING, MISSING_PATH, missingListLine } from "./missing-list.ts";
import type { TailPlan } from "./plan-tail.ts";
import { README_PATH } from "./readme.ts";
import { type TextSums, textSums } from "./running-sums.ts";
import { type SealSources, summedLines } from "./summed-lines.ts";
import { localHeaderBytes, type PlacedEntry } from "./zip-records.ts";

/** An entry of the tail: its place and sums, and its text as often as it is asked for. */
export interface TailEntry extends PlacedEntry {
  text(): AsyncIterable<string> | Iterable<string>;
}

/** The tail's own entries, in the order they stand in the archive: behind the attachments and the dump. */
export function tailEntries(sources: SealSources, plan: TailPlan, signature: string): TailEntry[] {
  const texts = [
    inMemory(README_PATH, plan.readme),
    ...(plan.missingList ? [streamed(MISSING_PATH, plan.missingList, () => missingText(sources))] : []),
    streamed(ENTRIES_PATH, plan.entriesList, () => entriesText(sources, plan)),
    inMemory(MANIFEST_PATH, Buffer.from(plan.manifest).toString()),
    inMemory(SIGNATURE_PATH, `${signature}\n`),
  ];
  let offset = plan.contentBytes;
  return texts.map((entry) => {
    const placed = { ...entry, offset };
    offset += localHeaderBytes(entry) + entry.bytes;
    return placed;
  });
}

/** Where the text of the list of entries stands, and its sum: what the next archive needs to know of this one. */
export function entriesListPlace(sources: SealSources, plan: TailPlan, signature: string) {
  const list = tailEntries(sources, plan, signature).find(({ path }) => path === ENTRIES_PATH);
  const { bytes, sha256 } = plan.entriesList;
  return { offset: list ? list.offset + localHeaderBytes(list) : 0, bytes, sha256 };
}

const inMemory = (path: string, text: string) => streamed(path, textSums(text), () => [text]);

const streamed = (path: string, { bytes, crc32 }: TextSums, text: TailEntry["text"]) => ({ path, bytes, crc32, text });

async function* missingText(sources: SealSources): AsyncGenerator<string> {
  yield MISSING_HEADING;
  for await (const line of summedLines(sources)) if (line.kind === "missing") yield missingListLine(line);
}

async function* entriesText(sources: SealSources, plan: TailPlan): AsyncGenerator<string> {
  for await (const line of summedLines(sources)) {
    if (line.kind === "missing") yield missingEntryLine(line);
    if (line.kind === "entry") yield entriesListLine(line);
  }
  yield textEntryLine({ path: README_PATH, ...textSums(plan.readme) });
  if (plan.missingList) yield textEntryLine({ path: MISSING_PATH, ...plan.missingList });
}
