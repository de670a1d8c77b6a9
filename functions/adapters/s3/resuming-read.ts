import { Readable } from "node:stream";
import { GetObjectCommand, type GetObjectCommandInput, type S3Client } from "@aws-sdk/client-s3";
import { Failure } from "../../domain/failure.ts";

/** Cuts in a row, without a byte in between, after which a read is given up. */
const CUTS_MAX = 4;

/** What to read: bytes `first` to `last`, both included; to the end without `last`. */
export interface RangeRead {
  readonly object: Pick<GetObjectCommandInput, "Bucket" | "Key" | "VersionId" | "IfMatch">;
  readonly first: number;
  readonly last?: number;
}

/**
 * Bytes of an object, every one of them or an error: a stream that is cut on the way is taken up again at the byte
 * reached, of the same object by its ETag. Errors of the client come as they are; a cut that lasts is `service-busy`,
 * an object that ends before the range does is `store-conflict`.
 */
export async function* resumingRead(client: S3Client, read: RangeRead): AsyncGenerator<Uint8Array, void> {
  let next = read.first;
  let end = read.last === undefined ? undefined : read.last + 1;
  let etag = read.object.IfMatch;
  let cuts = 0;
  let lastCut: unknown;
  while (end === undefined || next < end) {
    if (cuts > CUTS_MAX) throw new Failure("service-busy", { reason: "reading was cut again and again" }, lastCut);
    const range = rangeHeader(next, end);
    const condition = etag === undefined ? {} : { IfMatch: etag };
    const answer = await client.send(new GetObjectCommand({ ...read.object, ...condition, ...range }));
    const promised = next + (answer.ContentLength ?? 0);
    if (end !== undefined && promised !== end) {
      throw new Failure("store-conflict", { reason: "the object ends before the range does" });
    }
    end = promised;
    etag ??= answer.ETag;
    try {
      for await (const chunk of bytesOf(answer.Body)) {
        cuts = 0;
        next += chunk.length;
        yield chunk;
      }
    } catch (error) {
      lastCut = error;
    }
    cuts += 1;
  }
}

/** No range for a whole object: one of no bytes has none. */
function rangeHeader(next: number, end: number | undefined): { Range?: string } {
  if (end !== undefined) return { Range: `bytes=${next}-${end - 1}` };
  return next === 0 ? {} : { Range: `bytes=${next}-` };
}

function bytesOf(body: unknown): AsyncIterable<Uint8Array> {
  if (body instanceof Readable) return body;
  throw new TypeError("S3 answered without a stream");
}
