import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { isFailure } from "../../domain/failure.ts";
import { mapped, told } from "./s3-answer.ts";

type Place = { readonly Bucket: string; readonly Key: string };
type Version = Place & { readonly VersionId: string };

/** An upload that is gone is fine. */
export async function abortUpload(client: S3Client, upload: Place & { readonly UploadId: string }): Promise<void> {
  try {
    await mapped(client.send(new AbortMultipartUploadCommand(upload)));
  } catch (error) {
    if (!isFailure(error, "store-not-found")) throw error;
  }
}

/** An object that is gone is fine: S3 says nothing of it. */
export async function removeObject(client: S3Client, object: Place): Promise<void> {
  await mapped(client.send(new DeleteObjectCommand(object)));
}

/** False: it is locked. S3 has one answer for that and for a missing right, so this is looked at again, not given up. */
export async function removeVersion(client: S3Client, version: Version): Promise<boolean> {
  try {
    await mapped(client.send(new DeleteObjectCommand(version)));
    return true;
  } catch (error) {
    if (isFailure(error, "store-refused")) return false;
    if (isFailure(error, "store-not-found")) return true;
    throw error;
  }
}

/** Keys under a prefix, page by page; what is removed meanwhile does not move what is still to come. */
export async function* listObjects(client: S3Client, bucket: string, prefix: string): AsyncGenerator<string, void> {
  let after: string | undefined;
  do {
    const from = after === undefined ? {} : { ContinuationToken: after };
    const page = await mapped(client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...from })));
    for (const { Key } of page.Contents ?? []) yield told(Key, "Key");
    after = page.IsTruncated === true ? told(page.NextContinuationToken, "NextContinuationToken") : undefined;
  } while (after !== undefined);
}

/** Versions under a prefix, delete markers among them. */
export async function* listVersions(client: S3Client, bucket: string, prefix: string): AsyncGenerator<Version, void> {
  let after: { readonly KeyMarker: string; readonly VersionIdMarker: string } | undefined;
  do {
    const command = new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...after });
    const page = await mapped(client.send(command));
    for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      yield { Bucket: bucket, Key: told(Key, "Key"), VersionId: told(VersionId, "VersionId") };
    }
    after =
      page.IsTruncated === true
        ? {
            KeyMarker: told(page.NextKeyMarker, "NextKeyMarker"),
            VersionIdMarker: told(page.NextVersionIdMarker, "NextVersionIdMarker"),
          }
        : undefined;
  } while (after !== undefined);
}
