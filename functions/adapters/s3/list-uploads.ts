import { ListMultipartUploadsCommand, ListPartsCommand, type S3Client } from "@aws-sdk/client-s3";
import type { OpenUpload, StoredPart } from "../../domain/archive/archive-store.ts";
import { decodeCrc32 } from "./crc32-text.ts";
import { ownerOf } from "./encryption-for.ts";
import { mapped, told } from "./s3-answer.ts";

/** Pages of a bucket's unfinished uploads; what is not under a key of ours is not ours to touch. */
export async function* listUploads(
  client: S3Client,
  bucket: string,
  prefix?: string,
): AsyncGenerator<OpenUpload, void> {
  const uploads = { Bucket: bucket, ...(prefix === undefined ? {} : { Prefix: prefix }) };
  let after: { readonly KeyMarker: string; readonly UploadIdMarker: string } | undefined;
  do {
    const page = await mapped(client.send(new ListMultipartUploadsCommand({ ...uploads, ...after })));
    for (const upload of page.Uploads ?? []) {
      const key = told(upload.Key, "Key");
      const owner = ownerOf(key);
      if (owner !== undefined) yield { key, uploadId: told(upload.UploadId, "UploadId"), ...owner };
    }
    after =
      page.IsTruncated === true
        ? {
            KeyMarker: told(page.NextKeyMarker, "NextKeyMarker"),
            UploadIdMarker: told(page.NextUploadIdMarker, "NextUploadIdMarker"),
          }
        : undefined;
  } while (after !== undefined);
}

type PartsPlace = { readonly Bucket: string; readonly Key: string; readonly UploadId: string };

/** Pages of an upload's parts, in order of number. */
export async function* listParts(client: S3Client, place: PartsPlace): AsyncGenerator<StoredPart, void> {
  let after: string | undefined;
  do {
    const marker = after === undefined ? {} : { PartNumberMarker: after };
    const page = await mapped(client.send(new ListPartsCommand({ ...place, ...marker })));
    for (const part of page.Parts ?? []) {
      const crc32 = decodeCrc32(part.ChecksumCRC32);
      yield {
        number: told(part.PartNumber, "PartNumber"),
        etag: told(part.ETag, "ETag"),
        bytes: told(part.Size, "Size"),
        ...(crc32 === undefined ? {} : { crc32 }),
      };
    }
    after = page.IsTruncated === true ? told(page.NextPartNumberMarker, "NextPartNumberMarker") : undefined;
  } while (after !== undefined);
}
