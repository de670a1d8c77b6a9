import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { WorkStore } from "../../domain/archive/work-store.ts";
import { completeUpload } from "./complete-upload.ts";
import { encodeCrc32 } from "./crc32-text.ts";
import { cutIntoParts, type StreamPart } from "./cut-into-parts.ts";
import { encryptionFor, ownersOf } from "./encryption-for.ts";
import { listUploads } from "./list-uploads.ts";
import { partUploads } from "./part-uploads.ts";
import { abortUpload, listObjects, removeObject } from "./remove-objects.ts";
import { resumingRead } from "./resuming-read.ts";
import { runningSums } from "./running-sums.ts";
import { s3Failure } from "./s3-failure.ts";

const PART_BYTES = 8 * 1024 * 1024;

/**
 * Working objects in one bucket. What fits into one part is one request; a longer stream goes up in parts, several at a
 * time, and memory stays flat however long it is. `partBytes` is the size of the first parts, at least 5 MiB on S3.
 */
export function s3WorkStore(deps: {
  readonly client: S3Client;
  readonly bucket: string;
  readonly kmsKeyId?: string;
  readonly partBytes?: number;
}): WorkStore {
  const { client, bucket } = deps;

  return {
    bucket,

    write: async (key, bytes) => {
      const through = runningSums(bytes);
      const parts = cutIntoParts(through.bytes, deps.partBytes ?? PART_BYTES);
      const object = { Bucket: bucket, Key: key, ...encryptionFor(deps.kmsKeyId, ownersOf(key)) };
      let requests = 1;
      try {
        const first = await parts.next();
        if (first.value === undefined) throw new TypeError("A stream has at least one part");
        if (first.value.isLast) {
          const body = { Body: first.value.bytes, ChecksumCRC32: encodeCrc32(through.sums().crc32) };
          await client.send(new PutObjectCommand({ ...object, ...body }));
        } else {
          requests = await writeParts(client, object, first.value, parts, through.sums);
        }
      } catch (error) {
        throw s3Failure(error);
      } finally {
        await parts.return();
      }
      return { ...through.sums(), requests };
    },

    read: async function* (key, first = 0, last) {
      const end = last === undefined ? {} : { last };
      try {
        yield* resumingRead(client, { object: { Bucket: bucket, Key: key }, first, ...end });
      } catch (error) {
        throw s3Failure(error);
      }
    },

    remove: (key) => removeObject(client, { Bucket: bucket, Key: key }),

    removeAll: async (prefix) => {
      for await (const { key, uploadId } of listUploads(client, bucket, prefix)) {
        await abortUpload(client, { Bucket: bucket, Key: key, UploadId: uploadId });
      }
      for await (const key of listObjects(client, bucket, prefix)) {
        await removeObject(client, { Bucket: bucket, Key: key });
      }
    },
  };
}

/** Begin and complete, besides the parts. */
const REQUESTS_AROUND_PARTS = 2;

type NewObject = { readonly Bucket: string; readonly Key: string };

async function writeParts(
  client: S3Client,
  object: NewObject,
  first: StreamPart,
  rest: AsyncIterable<StreamPart>,
  sums: () => { readonly bytes: number; readonly crc32: number },
): Promise<number> {
  const checksum = { ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" } as const;
  const { UploadId = "" } = await client.send(new CreateMultipartUploadCommand({ ...object, ...checksum }));
  const { Bucket, Key } = object;
  const uploads = partUploads(client, { Bucket, Key, UploadId });
  try {
    await uploads.add(first);
    for await (const part of rest) await uploads.add(part);
    const parts = await uploads.all();
    // A step that is done again writes its objects again.
    await completeUpload(client, { bucket: Bucket, key: Key, uploadId: UploadId, parts, whole: sums(), isNew: false });
    return parts.length + REQUESTS_AROUND_PARTS;
  } catch (error) {
    await uploads.stop();
    await abandon(client, { Bucket, Key, UploadId });
    throw error;
  }
}

async function abandon(client: S3Client, upload: NewObject & { readonly UploadId: string }): Promise<void> {
  try {
    await client.send(new AbortMultipartUploadCommand(upload));
  } catch {
    // What ended the write is what the caller has to hear; the bucket throws unfinished uploads away after two days.
  }
}
