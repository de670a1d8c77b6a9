import { findDocument } from "./buckets.ts";
import type { Checksum, ChecksumType } from "./checksums.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { childText, onlyChild, parseXml } from "./xml-parse.ts";

/** What is known of a version beside its bytes, and never changes. */
export interface ObjectTraits {
  /** content-type, cache-control and the like, as they were sent. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, without the prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: string;
  readonly encryption: Encryption;
  readonly checksum?: Checksum & { readonly type: ChecksumType };
}

export interface Encryption {
  readonly algorithm: "AES256" | "aws:kms";
  readonly kmsKeyId?: string;
  /** Base64 of JSON, as sent. */
  readonly context?: string;
  readonly hasBucketKey?: boolean;
}

const keptHeaders = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];
const storageClasses = [
  "STANDARD",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "REDUCED_REDUNDANCY",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
];
const archivedClasses = ["GLACIER", "DEEP_ARCHIVE"];
const metadataBytesMax = 2048;

export function readTraits(request: S3Request, store: Store): ObjectTraits {
  const storageClass = request.header("x-amz-storage-class") ?? "STANDARD";
  if (!storageClasses.includes(storageClass)) throw s3Error("InvalidStorageClass");
  return {
    headers: readKept(request),
    metadata: readMetadata(request),
    storageClass,
    encryption: readEncryption(request, store),
  };
}

function readKept(request: S3Request): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of keptHeaders) {
    const value = request.header(name);
    const own = name === "content-encoding" ? withoutChunked(value) : value;
    if (own !== undefined) kept[name] = own;
  }
  return kept;
}

/** aws-chunked describes the transfer, not the object. */
function withoutChunked(value: string | undefined): string | undefined {
  const codings =
    value
      ?.split(",")
      .map((coding) => coding.trim())
      .filter((coding) => coding !== "aws-chunked") ?? [];
  return codings.length === 0 ? undefined : codings.join(",");
}

function readMetadata(request: S3Request): Record<string, string> {
  const prefix = "x-amz-meta-";
  const entries = [...request.headers].filter(([name]) => name.startsWith(prefix));
  const sizeBytes = entries.reduce(
    (sum, [name, value]) => sum + name.length - prefix.length + Buffer.byteLength(value),
    0,
  );
  if (sizeBytes > metadataBytesMax) throw s3Error("MetadataTooLarge");
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** The request's own wish, else the bucket's default, else S3's own keys. */
function readEncryption(request: S3Request, store: Store): Encryption {
  const algorithm = request.header("x-amz-server-side-encryption");
  const kmsKeyId = request.header("x-amz-server-side-encryption-aws-kms-key-id");
  const context = request.header("x-amz-server-side-encryption-context");
  const hasBucketKey = request.header("x-amz-server-side-encryption-bucket-key-enabled") === "true";
  if (algorithm === undefined) {
    if (kmsKeyId !== undefined || context !== undefined) throw s3Error("InvalidArgument");
    return bucketEncryption(store, request.bucket);
  }
  if (algorithm === "AES256" && kmsKeyId === undefined) return { algorithm };
  if (algorithm !== "aws:kms") throw s3Error("InvalidArgument", "The encryption method specified is not supported");
  if (context !== undefined && !isContext(context)) {
    throw s3Error(
      "InvalidArgument",
      "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map",
    );
  }
  return {
    algorithm,
    kmsKeyId: kmsKeyId ?? managedKey(store),
    ...(context === undefined ? {} : { context }),
    hasBucketKey,
  };
}

function isContext(text: string): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64").toString());
    return (
      typeof value === "object" && value !== null && Object.values(value).every((item) => typeof item === "string")
    );
  } catch {
    return false; // not JSON: the caller says so
  }
}

function bucketEncryption(store: Store, bucket: string): Encryption {
  const document = findDocument(store, bucket, "encryption");
  if (document === undefined) return { algorithm: "AES256" };
  const rule = onlyChild(parseXml(document, "ServerSideEncryptionConfiguration"), "Rule");
  const byDefault = rule && onlyChild(rule, "ApplyServerSideEncryptionByDefault");
  if (rule === undefined || byDefault === undefined || childText(byDefault, "SSEAlgorithm") !== "aws:kms") {
    return { algorithm: "AES256" };
  }
  const kmsKeyId = childText(byDefault, "KMSMasterKeyID") ?? managedKey(store);
  return { algorithm: "aws:kms", kmsKeyId, hasBucketKey: childText(rule, "BucketKeyEnabled") === "true" };
}

const managedKey = (store: Store) => `arn:aws:kms:${store.region}:${store.accountId}:alias/aws/s3`;

export const encryptionHeaders = (encryption: Encryption): Record<string, string | undefined> => ({
  "x-amz-server-side-encryption": encryption.algorithm,
  "x-amz-server-side-encryption-aws-kms-key-id": encryption.kmsKeyId,
  "x-amz-server-side-encryption-bucket-key-enabled": encryption.hasBucketKey === true ? "true" : undefined,
});

/** Told to who wrote it, never to a reader. */
export const contextHeader = ({ context }: Encryption): Record<string, string | undefined> => ({
  "x-amz-server-side-encryption-context": context,
});

export const metadataHeaders = (traits: ObjectTraits): Record<string, string> =>
  Object.fromEntries(Object.entries(traits.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]));

/** Bytes in an archive class must be restored first, which nothing here does. */
export function requireReadable(traits: ObjectTraits): void {
  if (archivedClasses.includes(traits.storageClass)) {
    throw s3Error("InvalidObjectState", undefined, { StorageClass: traits.storageClass });
  }
}
