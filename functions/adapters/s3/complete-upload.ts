import {
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  HeadObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { StoredArchive, StoredPart } from "../../domain/archive/archive-store.ts";
import { Failure, isFailure } from "../../domain/failure.ts";
import { decodeCrc32, encodeCrc32 } from "./crc32-text.ts";
import { s3Failure } from "./s3-failure.ts";

export interface Completion {
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
  readonly parts: readonly StoredPart[];
  readonly whole: { readonly bytes: number; readonly crc32: number };
  /** There must be no object under the key yet. */
  readonly isNew: boolean;
}

/** Errors that name the bytes as wrong: what was uploaded is not what was meant. */
const CORRUPTIONS: ReadonlySet<string> = new Set(["BadDigest", "InvalidPart", "InvalidPartOrder", "EntityTooSmall"]);

/**
 * Makes the object out of its parts, verified by the store in size and CRC-32. Whatever the answer but a yes, the
 * object is looked at before anything is reported: an answer can be lost, or be a refusal of a second call whose first
 * worked. Bytes that do not agree are `archive-corrupt`.
 */
export async function completeUpload(client: S3Client, completion: Completion): Promise<StoredArchive> {
  try {
    const { VersionId } = await client.send(new CompleteMultipartUploadCommand(completeInput(completion)));
    return { versionId: VersionId ?? "null", bytes: completion.whole.bytes };
  } catch (error) {
    if (error instanceof Error && CORRUPTIONS.has(error.name)) {
      throw new Failure("archive-corrupt", { error: error.name }, error);
    }
    const failure = s3Failure(error);
    if (!isFailure(failure) || failure.code === "store-refused") throw failure;
    const stored = await storedAs(client, completion);
    if (stored === undefined) throw failure;
    return stored;
  }
}

function completeInput({
  bucket,
  key,
  uploadId,
  parts,
  whole,
  isNew,
}: Completion): CompleteMultipartUploadCommandInput {
  return {
    Bucket: bucket,
    Key: key,
    UploadId: uploadId,
    ChecksumCRC32: encodeCrc32(whole.crc32),
    ChecksumType: "FULL_OBJECT",
    MpuObjectSize: whole.bytes,
    ...(isNew ? { IfNoneMatch: "*" } : {}),
    MultipartUpload: {
      Parts: parts.map(({ number, etag, crc32 }) => ({
        PartNumber: number,
        ETag: etag,
        ...(crc32 === undefined ? {} : { ChecksumCRC32: encodeCrc32(crc32) }),
      })),
    },
  };
}

/** The object under the key, if it is there and is byte for byte what an upload was to make. */
export async function storedAs(
  client: S3Client,
  { bucket, key, whole }: Pick<Completion, "bucket" | "key" | "whole">,
): Promise<StoredArchive | undefined> {
  const head = { Bucket: bucket, Key: key, ChecksumMode: "ENABLED" } as const;
  try {
    const found = await client.send(new HeadObjectCommand(head));
    const isSame = found.ContentLength === whole.bytes && decodeCrc32(found.ChecksumCRC32) === whole.crc32 >>> 0;
    return isSame ? { versionId: found.VersionId ?? "null", bytes: whole.bytes } : undefined;
  } catch (error) {
    const failure = s3Failure(error);
    if (isFailure(failure, "store-not-found")) return undefined;
    throw failure;
  }
}
