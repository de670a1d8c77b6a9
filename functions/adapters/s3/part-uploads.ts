import { crc32 } from "node:zlib";
import type { S3Client } from "@aws-sdk/client-s3";
import type { StoredPart } from "../../domain/archive/archive-store.ts";
import type { StreamPart } from "./cut-into-parts.ts";
import { uploadPart } from "./upload-part.ts";

/** Bytes on their way at once; a part larger than this goes alone. What makes the bytes is slower than one upload. */
const FLYING_BYTES_MAX = 16 * 1024 * 1024;

/** The upload of a stream's parts, several at a time. */
export interface PartUploads {
  /** Sends a part off, waiting until there is room for it. Throws what an earlier one failed with. */
  add(part: StreamPart): Promise<void>;
  /** All parts, in order of number, once all are there. */
  all(): Promise<readonly StoredPart[]>;
  /** Stops what is on its way and waits until none of it can arrive any more. */
  stop(): Promise<void>;
}

export function partUploads(
  client: S3Client,
  place: { readonly Bucket: string; readonly Key: string; readonly UploadId: string },
): PartUploads {
  const stopping = new AbortController();
  const flying = new Map<Promise<void>, number>();
  const stored: StoredPart[] = [];
  let failed: { readonly error: unknown } | undefined;

  async function send({ number, bytes, recycle }: StreamPart): Promise<void> {
    const sum = crc32(bytes);
    try {
      const command = uploadPart({ ...place, PartNumber: number }, bytes, sum);
      const { ETag = "" } = await client.send(command, { abortSignal: stopping.signal });
      stored.push({ number, etag: ETag, bytes: bytes.length, crc32: sum });
      recycle();
    } catch (error) {
      failed ??= { error };
    }
  }

  const flyingBytes = () => [...flying.values()].reduce((sum, bytes) => sum + bytes, 0);
  const check = () => {
    if (failed !== undefined) throw failed.error;
  };

  return {
    add: async (part) => {
      while (flying.size > 0 && flyingBytes() + part.bytes.length > FLYING_BYTES_MAX) await Promise.race(flying.keys());
      check();
      const sending = send(part).finally(() => flying.delete(sending));
      flying.set(sending, part.bytes.length);
    },
    all: async () => {
      await Promise.all(flying.keys());
      check();
      return stored.toSorted((a, b) => a.number - b.number);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(flying.keys());
    },
  };
}
