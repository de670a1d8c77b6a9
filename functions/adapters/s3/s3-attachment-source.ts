import {
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  type ListObjectsV2CommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Failure, isFailure } from "../../domain/failure.ts";
import type { AttachmentSource, StoredAttachment } from "../../domain/source/attachment-source.ts";
import type { Tenant } from "../../domain/tenant/tenant.ts";
import { resumingRead } from "./resuming-read.ts";
import { s3Failure } from "./s3-failure.ts";

/** Where OpenProject's uploader puts attachments, below the tenant's prefix. */
const UPLOADS = "uploads/attachment/file/";

/** The most that S3 lists at once. */
const PAGE_KEYS = 1_000;

/** Tenants' attachments in their own buckets: listed and read, never written. */
export function s3AttachmentSource(deps: { readonly client: S3Client; readonly pageKeys?: number }): AttachmentSource {
  return {
    list: (tenant) => listAttachments(deps.client, tenant, deps.pageKeys ?? PAGE_KEYS),
    read: async function* (tenant, { key, etag }, first, last) {
      const object = { Bucket: tenant.attachments.bucket, Key: key, IfMatch: etag };
      try {
        yield* resumingRead(deps.client, { object, first, last });
      } catch (error) {
        throw readFailure(error, key);
      }
    },
  };
}

async function* listAttachments(
  client: S3Client,
  tenant: Tenant,
  MaxKeys: number,
): AsyncGenerator<StoredAttachment, void> {
  const { bucket, prefix } = tenant.attachments;
  // XML has no place for control characters: unless keys are asked for in URL encoding, one spoils the whole page.
  const where = { Bucket: bucket, Prefix: `${prefix}${UPLOADS}`, MaxKeys, EncodingType: "url" } as const;
  let after: string | undefined;
  do {
    const page = await listPage(client, { ...where, ...(after === undefined ? {} : { ContinuationToken: after }) });
    for (const { Key, Size, ETag } of page.Contents ?? []) {
      if (Key === undefined || Size === undefined || ETag === undefined) continue;
      yield { key: page.EncodingType === "url" ? decodeKey(Key) : Key, bytes: Size, etag: ETag };
    }
    after = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (after !== undefined);
}

/** As S3 encodes: like a form, so a plus is a space. */
const decodeKey = (key: string): string => decodeURIComponent(key.replaceAll("+", " "));

async function listPage(client: S3Client, input: ListObjectsV2CommandInput): Promise<ListObjectsV2CommandOutput> {
  try {
    return await client.send(new ListObjectsV2Command(input));
  } catch (error) {
    const failure = s3Failure(error);
    throw isFailure(failure) ? new Failure("attachments-unavailable", failure.details, error) : failure;
  }
}

/** Gone, replaced or cut shorter since it was listed is `source-changed`; else the store could not be read. */
function readFailure(error: unknown, key: string): unknown {
  const failure = s3Failure(error);
  if (!isFailure(failure)) return failure;
  const isChanged =
    isFailure(failure, "store-not-found", "store-conflict") ||
    (error instanceof Error && error.name === "InvalidRange");
  return new Failure(isChanged ? "source-changed" : "attachments-unavailable", { ...failure.details, key }, error);
}
