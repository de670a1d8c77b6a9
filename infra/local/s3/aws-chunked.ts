import { createHash, type Hash } from "node:crypto";
import { s3Error } from "./s3-error.ts";
import { type ChunkSigner, chunkSignature, isSameSignature, sha256Hex, trailerSignature } from "./sigv4.ts";

export interface ChunkFraming {
  /** Undefined where the chunks are not signed. */
  readonly signer: ChunkSigner | undefined;
  readonly hasTrailer: boolean;
  /** Filled with the trailing headers once the last chunk was read. */
  readonly trailer: Map<string, string>;
}

/** AWS takes a short chunk only as the last one. */
const chunkBytesMin = 8192;
const lineBytesMax = 4096;

/** The bytes inside aws-chunked framing, each chunk's signature checked when its last byte has passed. */
export async function* decodeAwsChunked(source: AsyncIterable<Buffer>, framing: ChunkFraming): AsyncGenerator<Buffer> {
  const reader = byteReader(source);
  let previous = framing.signer?.seedSignature ?? "";
  let isLastDue = false;
  for (;;) {
    const { sizeBytes, signature } = readChunkHeader(await reader.line());
    if (sizeBytes > 0 && isLastDue) throw s3Error("InvalidChunkSizeError");
    isLastDue = sizeBytes < chunkBytesMin;
    const hash = framing.signer === undefined ? undefined : createHash("sha256");
    yield* chunkBytes(reader, sizeBytes, hash);
    if (framing.signer !== undefined && hash !== undefined) {
      const computed = chunkSignature(framing.signer, previous, hash.digest("hex"));
      if (!isSameSignature(computed, signature ?? "")) throw s3Error("SignatureDoesNotMatch");
      previous = computed;
    }
    if (sizeBytes === 0) break;
    if ((await reader.line()) !== "") throw s3Error("IncompleteBody");
  }
  await readTrailer(reader, framing, previous);
}

function readChunkHeader(line: string): { sizeBytes: number; signature: string | undefined } {
  const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/u.exec(line);
  if (match === null) throw s3Error("IncompleteBody");
  return { sizeBytes: Number.parseInt(match[1] ?? "", 16), signature: match[2] };
}

async function* chunkBytes(reader: ByteReader, sizeBytes: number, hash: Hash | undefined): AsyncGenerator<Buffer> {
  for (let rest = sizeBytes; rest > 0; ) {
    const bytes = await reader.take(rest);
    hash?.update(bytes);
    rest -= bytes.length;
    yield bytes;
  }
}

async function readTrailer(reader: ByteReader, framing: ChunkFraming, previous: string): Promise<void> {
  let signed = "";
  let signature: string | undefined;
  for (let line = await reader.line(); line !== ""; line = await reader.line()) {
    const colon = line.indexOf(":");
    const [name, value] = [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    if (colon < 1 || !framing.hasTrailer) throw s3Error("MalformedTrailerError");
    if (name === "x-amz-trailer-signature") signature = value;
    else {
      framing.trailer.set(name, value);
      signed += `${name}:${value}\n`;
    }
  }
  if (framing.signer !== undefined && framing.hasTrailer) {
    const computed = trailerSignature(framing.signer, previous, sha256Hex(signed));
    if (!isSameSignature(computed, signature ?? "")) throw s3Error("SignatureDoesNotMatch");
  }
}

interface ByteReader {
  /** A line without its end. */
  line(): Promise<string>;
  /** At least one byte, at most so many. */
  take(bytesMax: number): Promise<Buffer>;
}

function byteReader(source: AsyncIterable<Buffer>): ByteReader {
  const chunks = source[Symbol.asyncIterator]();
  let pending: Buffer = Buffer.alloc(0);
  const more = async (): Promise<Buffer> => {
    const next = await chunks.next();
    if (next.done === true) throw s3Error("IncompleteBody");
    return next.value;
  };
  return {
    async line() {
      for (let end = pending.indexOf("\n"); ; end = pending.indexOf("\n")) {
        if (end !== -1) {
          const line = pending.toString("latin1", 0, end).replace(/\r$/u, "");
          pending = pending.subarray(end + 1);
          return line;
        }
        if (pending.length > lineBytesMax) throw s3Error("IncompleteBody");
        pending = Buffer.concat([pending, await more()]);
      }
    },
    async take(bytesMax) {
      while (pending.length === 0) pending = await more();
      const taken = pending.subarray(0, bytesMax);
      pending = pending.subarray(taken.length);
      return taken;
    },
  };
}
