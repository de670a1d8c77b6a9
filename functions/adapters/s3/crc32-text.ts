/** S3 writes a CRC-32 as Base64 of its four bytes, the highest first. */
export function encodeCrc32(crc32: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32 >>> 0);
  return bytes.toString("base64");
}

/** Undefined for a checksum that is absent, or that is one of checksums (`…-3`) instead of one of bytes. */
export function decodeCrc32(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, "base64");
  return bytes.length === 4 && encodeCrc32(bytes.readUInt32BE()) === text ? bytes.readUInt32BE() : undefined;
}
