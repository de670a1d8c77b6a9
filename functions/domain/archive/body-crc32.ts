import type { PartRow } from "../backup/part-rows.ts";
import { Failure } from "../failure.ts";
import { combineCrc32 } from "./crc32.ts";
import { bodyPartBytes, type HeadPart } from "./part.ts";

type Row = Pick<PartRow, "number" | "crc32">;

/**
 * CRC-32 of the body of a head's entry, from the rows of its body parts: numbers `head.number + 1` to
 * `head.number + head.bodyParts`. Throws `store-conflict` when one is not there.
 */
export async function bodyCrc32(head: HeadPart, rows: AsyncIterable<Row> | Iterable<Row>): Promise<number> {
  let sum = 0;
  let seen = 0;
  for await (const row of rows) {
    if (seen === head.bodyParts || row.number !== head.number + seen + 1) break;
    sum = combineCrc32(sum, row.crc32, bodyPartBytes(head.bodyBytes, head.bodyParts, seen));
    seen += 1;
  }
  if (seen !== head.bodyParts) throw new Failure("store-conflict", { what: "body parts", part: head.number, seen });
  return sum;
}
