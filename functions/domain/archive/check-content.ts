import type { PartRow } from "../backup/part-rows.ts";
import { Failure } from "../failure.ts";
import { combineCrc32 } from "./crc32.ts";
import type { Part } from "./part.ts";
import type { TailPlan } from "./plan-tail.ts";

/**
 * The archive up to its tail has two CRC-32s: one worked out from headers and sums of entries (in the plan), one from the
 * CRC-32 of each part. Where they are the same, every header tells the truth of the bytes behind it, the parts of big
 * entries and of the dump included. Throws `archive-corrupt` when they are not, or a part is missing.
 */
export async function checkContent(
  plan: TailPlan,
  parts: readonly Part[],
  rows: AsyncIterable<PartRow> | Iterable<PartRow>,
  carry: { readonly bytes: Uint8Array; readonly crc32: number },
): Promise<void> {
  let sum = 0;
  let bytes = 0;
  let seen = 0;
  for await (const row of rows) {
    const part = parts[seen];
    if (part?.number !== row.number) throw new Failure("archive-corrupt", { what: "rows of parts", part: row.number });
    sum = combineCrc32(sum, row.crc32, part.bytes);
    bytes += part.bytes;
    seen += 1;
  }
  sum = combineCrc32(sum, carry.crc32, carry.bytes.length);
  bytes += carry.bytes.length;
  if (bytes !== plan.contentBytes || sum !== plan.contentCrc32) {
    throw new Failure("archive-corrupt", { what: "parts and entries disagree", parts: seen, bytes });
  }
}
