import { CreateMultipartUploadCommand, PutObjectRetentionCommand, type S3Client } from "@aws-sdk/client-s3";
import type { ArchiveStore, Upload } from "../../domain/archive/archive-store.ts";
import { completeUpload, storedAs } from "./complete-upload.ts";
import { copyPart } from "./copy-part.ts";
import { encryptionFor } from "./encryption-for.ts";
import { listParts, listUploads } from "./list-uploads.ts";
import { abortUpload, listVersions, removeVersion } from "./remove-objects.ts";
import { resumingRead } from "./resuming-read.ts";
import { mapped, told } from "./s3-answer.ts";
import { s3Failure } from "./s3-failure.ts";
import { streamPart } from "./stream-part.ts";
import { uploadPart } from "./upload-part.ts";

/**
 * Archives in one versioned bucket with Object Lock. With `kmsKeyId` objects are encrypted under that key, bound to
 * tenant and backup; without it as the bucket says.
 */
export function s3ArchiveStore(deps: {
  readonly client: S3Client;
  readonly bucket: string;
  readonly kmsKeyId?: string;
}): ArchiveStore {
  const { client, bucket } = deps;
  const place = (upload: Upload) => ({ Bucket: bucket, Key: upload.key, UploadId: upload.uploadId });

  return {
    bucket,

    begin: async ({ key, tenantId, backupId }) => {
      const command = new CreateMultipartUploadCommand({
        Bucket: bucket,
        Key: key,
        ContentType: "application/zip",
        ChecksumAlgorithm: "CRC32",
        ChecksumType: "FULL_OBJECT",
        ...encryptionFor(deps.kmsKeyId, { tenantId, backupId }),
      });
      const { UploadId } = await mapped(client.send(command));
      return told(UploadId, "UploadId");
    },

    putPart: async (upload, number, bytes, crc32) => {
      const command = uploadPart({ ...place(upload), PartNumber: number }, bytes, crc32);
      const { ETag } = await mapped(client.send(command));
      return told(ETag, "ETag");
    },

    streamPart: (upload, number, bytes, open) =>
      streamPart(client, { ...place(upload), PartNumber: number }, bytes, open),

    copyPart: (upload, number, source, first, last) =>
      copyPart(client, { ...place(upload), PartNumber: number }, { ...source, first, last }),

    listParts: (upload) => listParts(client, place(upload)),

    complete: (upload, parts, whole) => completeUpload(client, { bucket, ...upload, parts, whole, isNew: true }),

    findCompleted: (key, whole) => storedAs(client, { bucket, key, whole }),

    openUploads: () => listUploads(client, bucket),

    abort: (upload) => abortUpload(client, place(upload)),

    removeVersions: async (prefix, kept) => {
      let isAllGone = true;
      for await (const version of listVersions(client, bucket, prefix)) {
        if (version.VersionId !== kept) isAllGone = (await removeVersion(client, version)) && isAllGone;
      }
      return isAllGone;
    },

    read: async function* ({ key, versionId }, first, last) {
      try {
        yield* resumingRead(client, { object: { Bucket: bucket, Key: key, VersionId: versionId }, first, last });
      } catch (error) {
        throw s3Failure(error);
      }
    },

    retain: async ({ key, versionId }, until) => {
      const Retention = { Mode: "GOVERNANCE", RetainUntilDate: new Date(until) } as const;
      const version = { Bucket: bucket, Key: key, VersionId: versionId };
      await mapped(client.send(new PutObjectRetentionCommand({ ...version, Retention })));
    },
  };
}
