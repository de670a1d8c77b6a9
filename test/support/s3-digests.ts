import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** As S3 writes it: base64 of the four bytes, big endian. */
export function crc32Text(...pieces: readonly Uint8Array[]): string {
  const text = Buffer.alloc(4);
  text.writeUInt32BE(pieces.reduce((crc, piece) => crc32(piece, crc), 0));
  return text.toString("base64");
}

export const digestText = (algorithm: "md5" | "sha256", bytes: Uint8Array | string): string =>
  createHash(algorithm).update(bytes).digest("base64");
