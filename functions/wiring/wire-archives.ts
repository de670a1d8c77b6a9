import { S3Client } from "@aws-sdk/client-s3";
import { s3ArchiveStore } from "../adapters/s3/s3-archive-store.ts";
import { S3_CLIENT_SETTINGS } from "../adapters/s3/s3-client-settings.ts";
import { optional, required } from "./environment.ts";

export const wireArchives = (client = new S3Client(S3_CLIENT_SETTINGS)) =>
  s3ArchiveStore({ client, bucket: required("COFFER_ARCHIVE_BUCKET"), ...archiveKey() });

/** The pool key of archives, for the functions that write. */
export const archiveKey = () => {
  const kmsKeyId = optional("COFFER_ARCHIVE_KMS_KEY_ID");
  return kmsKeyId === undefined ? {} : { kmsKeyId };
};
