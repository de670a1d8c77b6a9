const NEWLINE = 0x0a;

export interface TextLine {
  readonly text: string;
  /** Length in bytes, with the newline. */
  readonly bytes: number;
}

/** Lines of UTF-8 text, in batches as the bytes come; a last line without a newline counts too. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly TextLine[]> {
  let rest: Uint8Array[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) yield splitLines(Buffer.concat([...rest, chunk.subarray(0, end)]));
    if (end > 0) rest = [];
    if (end < chunk.length) rest.push(chunk.slice(end));
  }
  if (rest.length > 0) yield splitLines(Buffer.concat(rest));
}

function splitLines(block: Buffer): TextLine[] {
  const lines: TextLine[] = [];
  for (let start = 0; start < block.length; ) {
    const newline = block.indexOf(NEWLINE, start);
    const end = newline < 0 ? block.length : newline;
    lines.push({ text: block.toString("utf8", start, end), bytes: Math.min(end + 1, block.length) - start });
    start = end + 1;
  }
  return lines;
}
