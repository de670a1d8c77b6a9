import * as z from "zod/mini";
import { decodeEntrySums, encodeEntrySums } from "../../domain/archive/entry-sums.ts";
import type { PartRow } from "../../domain/backup/part-rows.ts";
import { decodeRow } from "./decode-row.ts";
import { type GenerationKey, partKey } from "./keys.ts";

/** The sums of a part's entries are one binary attribute: the layout keeps parts small enough for the 400 KB of a row. */
export const encodePart = (of: GenerationKey, { number, etag, crc32, entries }: PartRow) => ({
  ...partKey(of, number),
  number,
  etag,
  crc32,
  entries: encodeEntrySums(entries),
});

const partShape = z.object({
  number: z.number(),
  etag: z.string(),
  crc32: z.number(),
  entries: z.instanceof(Uint8Array),
} satisfies Record<keyof PartRow, unknown>);

export function decodePart(item: unknown): PartRow {
  const { entries, ...part } = decodeRow(partShape, item);
  return { ...part, entries: decodeEntrySums(entries) };
}
