import { type Bucket, deleteDocument, findBucket, findDocument, putDocument, requireBucket } from "./buckets.ts";
import { numberOf, textOf } from "./metadata.ts";
import { parseLockConfiguration } from "./object-lock.ts";
import { readDocument } from "./read-document.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Answer, S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { dropParts } from "./uploads.ts";
import { childText, expectOnly, parseXml } from "./xml-parse.ts";
import { renderXml } from "./xml-render.ts";

export async function createBucket(request: S3Request, store: Store): Promise<S3Answer> {
  const name = request.bucket;
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u.test(name) || name.includes("..")) throw s3Error("InvalidBucketName");
  const document = request.header("content-length") === undefined ? "" : await readDocument(request);
  checkLocation(document, store.region);
  if (findBucket(store, name) !== undefined) throw s3Error("BucketAlreadyOwnedByYou", undefined, { BucketName: name });
  const hasLock = request.header("x-amz-bucket-object-lock-enabled")?.toLowerCase() === "true";
  void store.sql.run`INSERT INTO bucket (name, created_ms, versioning, has_lock)
    VALUES (${name}, ${store.nowMs()}, ${hasLock ? "Enabled" : ""}, ${Number(hasLock)})`;
  return { status: 200, headers: { location: `/${name}` } };
}

/** Outside of us-east-1 a bucket must name the region that it is made in. */
function checkLocation(document: string, region: string): void {
  const root = document === "" ? undefined : parseXml(document, "CreateBucketConfiguration");
  if (root !== undefined) expectOnly(root, ["LocationConstraint", "Tags"]);
  const location = root && childText(root, "LocationConstraint");
  if ((location ?? "us-east-1") !== region) {
    throw s3Error(
      "IllegalLocationConstraintException",
      `The ${location ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
}

export function headBucket(request: S3Request, store: Store): S3Answer {
  requireBucket(store, request.bucket);
  return { status: 200, headers: { "x-amz-bucket-region": store.region } };
}

export function getBucketLocation(request: S3Request, store: Store): S3Answer {
  requireBucket(store, request.bucket);
  return { status: 200, document: renderXml("LocationConstraint", store.region === "us-east-1" ? "" : store.region) };
}

export function listBuckets(_request: S3Request, store: Store): S3Answer {
  const rows = store.sql.all`SELECT name, created_ms FROM bucket ORDER BY name`;
  const buckets = rows.map((row) => ({
    Name: textOf(row, "name"),
    CreationDate: new Date(numberOf(row, "created_ms")).toISOString(),
  }));
  const document = renderXml("ListAllMyBucketsResult", {
    Owner: { ID: store.accountId },
    Buckets: { Bucket: buckets },
  });
  return { status: 200, document };
}

/** A bucket goes when no version and no delete marker is left; unfinished uploads go with it, as on AWS. */
export function deleteBucket(request: S3Request, store: Store): S3Answer {
  const { name } = requireBucket(store, request.bucket);
  const freed = store.atomically(() => {
    if (store.sql.get`SELECT 1 FROM version WHERE bucket = ${name} LIMIT 1` !== undefined)
      throw s3Error("BucketNotEmpty");
    void store.sql.run`DELETE FROM bucket WHERE name = ${name}`;
    void store.sql.run`DELETE FROM bucket_document WHERE bucket = ${name}`;
    const uploads = store.sql.all`SELECT id FROM upload WHERE bucket = ${name}`.map((row) => textOf(row, "id"));
    void store.sql.run`DELETE FROM upload WHERE bucket = ${name}`;
    return uploads.flatMap((id) => dropParts(store, id));
  });
  store.blobs.discard(freed);
  return { status: 204 };
}

export async function putBucketVersioning(request: S3Request, store: Store): Promise<S3Answer> {
  const bucket = requireBucket(store, request.bucket);
  const root = parseXml(await readDocument(request), "VersioningConfiguration");
  expectOnly(root, ["Status"]);
  const status = childText(root, "Status");
  if (status !== "Enabled" && status !== "Suspended") throw s3Error("MalformedXML");
  if (bucket.hasLock && status === "Suspended") {
    throw s3Error(
      "InvalidBucketState",
      "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
    );
  }
  void store.sql.run`UPDATE bucket SET versioning = ${status} WHERE name = ${bucket.name}`;
  return { status: 200 };
}

export function getBucketVersioning(request: S3Request, store: Store): S3Answer {
  const { versioning }: Bucket = requireBucket(store, request.bucket);
  const Status = versioning === "" ? undefined : versioning;
  return { status: 200, document: renderXml("VersioningConfiguration", { Status }) };
}

export async function putObjectLockConfiguration(request: S3Request, store: Store): Promise<S3Answer> {
  const bucket = requireBucket(store, request.bucket);
  const document = await readDocument(request);
  parseLockConfiguration(document);
  if (bucket.versioning !== "Enabled") {
    throw s3Error(
      "InvalidBucketState",
      "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
    );
  }
  store.atomically(() => {
    void store.sql.run`UPDATE bucket SET has_lock = 1 WHERE name = ${bucket.name}`;
    putDocument(store, bucket.name, "objectLock", document);
  });
  return { status: 200 };
}

export function getObjectLockConfiguration(request: S3Request, store: Store): S3Answer {
  const bucket = requireBucket(store, request.bucket);
  if (!bucket.hasLock) throw s3Error("ObjectLockConfigurationNotFoundError");
  const document = findDocument(store, bucket.name, "objectLock");
  return { status: 200, document: document ?? renderXml("ObjectLockConfiguration", { ObjectLockEnabled: "Enabled" }) };
}

/** Configurations that are kept and given back; of these only the default encryption changes what the server does. */
const documents = {
  lifecycle: { root: "LifecycleConfiguration", missing: "NoSuchLifecycleConfiguration" },
  encryption: { root: "ServerSideEncryptionConfiguration", missing: "ServerSideEncryptionConfigurationNotFoundError" },
  publicAccessBlock: { root: "PublicAccessBlockConfiguration", missing: "NoSuchPublicAccessBlockConfiguration" },
} as const;

type KeptDocument = keyof typeof documents;

export async function putKept(request: S3Request, store: Store, kind: KeptDocument): Promise<S3Answer> {
  const { name } = requireBucket(store, request.bucket);
  const document = await readDocument(request);
  if (parseXml(document, documents[kind].root).children.length === 0) throw s3Error("MalformedXML");
  putDocument(store, name, kind, document);
  return { status: 200 };
}

export function getKept(request: S3Request, store: Store, kind: KeptDocument): S3Answer {
  const { name } = requireBucket(store, request.bucket);
  const document = findDocument(store, name, kind);
  if (document !== undefined) return { status: 200, document };
  if (kind !== "encryption") throw s3Error(documents[kind].missing);
  const byDefault = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false };
  return { status: 200, document: renderXml(documents[kind].root, { Rule: byDefault }) };
}

export function deleteKept(request: S3Request, store: Store, kind: KeptDocument): S3Answer {
  deleteDocument(store, requireBucket(store, request.bucket).name, kind);
  return { status: 204 };
}
