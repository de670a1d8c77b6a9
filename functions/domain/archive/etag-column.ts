/** An MD5 in hex, `-` and the number of parts after an upload in parts, perhaps in quotes. */
const USUAL = /^("?)([0-9a-f]{32})(?:-([1-9]\d{0,4}))?\1$/;
const MD5_BYTES = 16;
const PARTS_MAX = 65_535;

export interface EtagColumn {
  set(row: number, etag: string): void;
  get(row: number): string;
}

/** ETags by row, 19 bytes each where they look as S3's do; others are kept as they are. */
export function createEtagColumn(blockRows: number): EtagColumn {
  const blocks: ReturnType<typeof createBlock>[] = [];
  const unusual = new Map<number, string>();
  const createBlock = () => ({
    md5s: Buffer.alloc(blockRows * MD5_BYTES),
    parts: new Uint16Array(blockRows),
    areQuoted: new Uint8Array(blockRows),
  });
  const blockOf = (row: number) => (blocks[Math.floor(row / blockRows)] ??= createBlock());

  return {
    set(row, etag) {
      const [, quote, md5, parts = "0"] = USUAL.exec(etag) ?? [];
      if (md5 === undefined || Number(parts) > PARTS_MAX) {
        unusual.set(row, etag);
        return;
      }
      const block = blockOf(row);
      block.md5s.write(md5, (row % blockRows) * MD5_BYTES, "hex");
      block.parts[row % blockRows] = Number(parts);
      block.areQuoted[row % blockRows] = quote === "" ? 0 : 1;
    },

    get(row) {
      const kept = unusual.get(row);
      if (kept !== undefined) return kept;
      const block = blockOf(row);
      const at = (row % blockRows) * MD5_BYTES;
      const md5 = block.md5s.toString("hex", at, at + MD5_BYTES);
      const parts = block.parts[row % blockRows] ?? 0;
      const quote = block.areQuoted[row % blockRows] === 1 ? '"' : "";
      return `${quote}${md5}${parts === 0 ? "" : `-${parts}`}${quote}`;
    },
  };
}
