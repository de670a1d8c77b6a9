import type { ReadRange } from "../archive/window-reader.ts";

/** Bytes `first` to `last`, both included, in one piece; none where the last comes before the first. */
export async function readBytes(read: ReadRange, first: number, last: number): Promise<Buffer> {
  if (last < first) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  for await (const chunk of read(first, last)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
