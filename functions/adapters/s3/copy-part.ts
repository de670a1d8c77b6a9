import { ListPartsCommand, type S3Client, UploadPartCopyCommand } from "@aws-sdk/client-s3";
import type { CopyOutcome, CopySource } from "../../domain/archive/archive-store.ts";
import { Failure, isFailure } from "../../domain/failure.ts";
import { sdkErrorKind } from "../system/sdk-error-kind.ts";
import { decodeCrc32 } from "./crc32-text.ts";
import { mapped, told } from "./s3-answer.ts";
import { s3Failure } from "./s3-failure.ts";

interface PartPlace {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
  readonly PartNumber: number;
}

/** What is said where the source is not what it was. */
const CHANGES: ReadonlySet<string> = new Set(["PreconditionFailed", "NoSuchKey", "NoSuchVersion"]);

/** A part that the store copies by itself, with its CRC-32 wherever the store tells it. */
export async function copyPart(
  client: S3Client,
  place: PartPlace,
  source: CopySource & { readonly first: number; readonly last: number },
): Promise<CopyOutcome> {
  const { etag: sourceEtag, first, last } = source;
  const command = new UploadPartCopyCommand({
    ...place,
    CopySource: copySource(source),
    CopySourceRange: `bytes=${first}-${last}`,
    ...(sourceEtag === undefined ? {} : { CopySourceIfMatch: sourceEtag }),
  });
  try {
    const { CopyPartResult } = await client.send(command);
    const etag = told(CopyPartResult?.ETag, "ETag");
    const crc32 = decodeCrc32(CopyPartResult?.ChecksumCRC32) ?? (await listedCrc32(client, place, etag));
    return { outcome: "copied", etag, ...(crc32 === undefined ? {} : { crc32 }) };
  } catch (error) {
    if (error instanceof Error && CHANGES.has(error.name))
      throw new Failure("source-changed", { key: source.key }, error);
    const failure = s3Failure(error);
    if (isRefusal(error) && !isFailure(failure, "store-not-found", "service-busy")) {
      return { outcome: "refused", error: error instanceof Error ? error.name : "unknown" };
    }
    throw failure;
  }
}

/**
 * `bucket/key` as it stands in a URL, its slashes alone left as they are. A dot is not encoded, since it needs none: the
 * header is a name, not a path, and `..` in it leads nowhere.
 */
const copySource = ({ bucket, key, versionId }: CopySource): string =>
  [bucket, ...key.split("/")].map(encodeURIComponent).join("/") +
  (versionId === undefined ? "" : `?versionId=${encodeURIComponent(versionId)}`);

/**
 * The store looked at it and said no. Whether it minds the source or the upload, its answer does not tell; building the
 * part from its bytes does, with an error of its own if it cannot be done either.
 */
const isRefusal = (error: unknown): boolean =>
  sdkErrorKind(error) === "refused" || (error instanceof Error && error.name === "NotImplemented");

/** Some stores tell it in the list of parts alone. Of this copy, not of one that took its place since. */
async function listedCrc32(client: S3Client, place: PartPlace, etag: string): Promise<number | undefined> {
  const { PartNumber, ...upload } = place;
  const before = PartNumber > 1 ? { PartNumberMarker: String(PartNumber - 1) } : {};
  const { Parts = [] } = await mapped(client.send(new ListPartsCommand({ ...upload, ...before, MaxParts: 1 })));
  const part = Parts.find((listed) => listed.PartNumber === PartNumber && listed.ETag === etag);
  return decodeCrc32(part?.ChecksumCRC32);
}
