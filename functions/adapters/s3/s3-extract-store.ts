import { CreateMultipartUploadCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Upload } from "../../domain/archive/archive-store.ts";
import type { ExtractStore, NewExtract } from "../../domain/extract/extract-store.ts";
import { isFailure } from "../../domain/failure.ts";
import { completeUpload, storedAs } from "./complete-upload.ts";
import { copyPart } from "./copy-part.ts";
import { encodeCrc32 } from "./crc32-text.ts";
import { encryptionFor } from "./encryption-for.ts";
import { abortUpload } from "./remove-objects.ts";
import { mapped, told } from "./s3-answer.ts";
import { uploadPart } from "./upload-part.ts";

/** Never shown by a browser, whatever it is called. */
const ContentType = "application/octet-stream";

/** Files taken out of archives, in a bucket without versions that throws its objects away after two days. */
export function s3ExtractStore(deps: {
  readonly client: S3Client;
  readonly bucket: string;
  readonly kmsKeyId?: string;
}): ExtractStore {
  const { client, bucket } = deps;
  const place = ({ key, uploadId }: Upload) => ({ Bucket: bucket, Key: key, UploadId: uploadId });
  const created = ({ key, tenantId, backupId }: NewExtract) => ({
    Bucket: bucket,
    Key: key,
    ContentType,
    ...encryptionFor(deps.kmsKeyId, { tenantId, backupId }),
  });

  return {
    async put(object, bytes, crc32) {
      const body = { Body: bytes, ChecksumCRC32: encodeCrc32(crc32), IfNoneMatch: "*" };
      try {
        await mapped(client.send(new PutObjectCommand({ ...created(object), ...body })));
      } catch (error) {
        // An answer that was lost: the client has asked again, and finds what it wrote itself.
        const whole = { bytes: bytes.length, crc32 };
        const isThere =
          isFailure(error, "store-conflict") && (await storedAs(client, { bucket, key: object.key, whole }));
        if (!isThere) throw error;
      }
    },

    async begin(object) {
      const checksum = { ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" } as const;
      const command = new CreateMultipartUploadCommand({ ...created(object), ...checksum });
      const { UploadId } = await mapped(client.send(command));
      return { key: object.key, uploadId: told(UploadId, "UploadId") };
    },

    async putPart(upload, number, bytes, crc32) {
      const command = uploadPart({ ...place(upload), PartNumber: number }, bytes, crc32);
      const { ETag } = await mapped(client.send(command));
      return told(ETag, "ETag");
    },

    copyPart: (upload, number, source, first, last) =>
      copyPart(client, { ...place(upload), PartNumber: number }, { ...source, first, last }),

    async complete(upload, parts, whole) {
      await completeUpload(client, { bucket, ...upload, parts, whole, isNew: true });
    },

    abort: (upload) => abortUpload(client, place(upload)),
  };
}
