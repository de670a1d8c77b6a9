import * as z from "zod/mini";
import { Failure } from "../failure.ts";
import type { Carry, Part } from "./part.ts";
import { readLines } from "./read-lines.ts";

/**
 * The layout as it is written down: one JSON line of a fixed width for each part, in order, the carry last. So a worker
 * reads the lines of its own parts and no others.
 */
const PART_LINE_BYTES = 384;

const number = z.number();
const placed = {
  number,
  offset: number,
  bytes: number,
  firstEntry: number,
  entries: number,
  lines: z.object({ offset: number, bytes: number }),
};
const partLine = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("packed"), round: z.literal(1), ...placed }),
  z.object({
    kind: z.literal("head"),
    round: z.union([z.literal(1), z.literal(2)]),
    ...placed,
    ownBytes: number,
    bodyParts: number,
    bodyBytes: number,
  }),
  z.object({ kind: z.literal("body"), round: z.literal(1), ...placed, sourceFirst: number }),
  z.object({ kind: z.literal("reused"), round: z.literal(1), ...placed, sourceFirst: number, crc32: number }),
  z.object({ kind: z.literal("carry"), ...placed }),
]);

export async function* encodePartIndex(
  parts: AsyncIterable<Part | Carry> | Iterable<Part | Carry>,
): AsyncGenerator<Uint8Array> {
  for await (const part of parts) {
    const line = `${JSON.stringify(part).padEnd(PART_LINE_BYTES - 1)}\n`;
    if (line.length !== PART_LINE_BYTES) throw new RangeError(`the line of part ${part.number} is too long`);
    yield Buffer.from(line);
  }
}

/** First and last byte of the lines of parts `first` to `last`. The carry has the number after the last part. */
export const partIndexRange = (first: number, last: number): { readonly first: number; readonly last: number } => ({
  first: (first - 1) * PART_LINE_BYTES,
  last: last * PART_LINE_BYTES - 1,
});

/** Throws `store-conflict` for anything but lines of `encodePartIndex`. */
export async function* decodePartIndex(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Part | Carry> {
  for await (const batch of readLines(bytes)) for (const { text } of batch) yield parsePart(text);
}

function parsePart(text: string): Part | Carry {
  try {
    return partLine.parse(JSON.parse(text));
  } catch (error) {
    throw new Failure("store-conflict", { what: "part index" }, error);
  }
}
