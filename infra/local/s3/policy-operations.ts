import { type PolicyStatement, parsePolicy } from "./bucket-policy.ts";
import { deleteDocument, findDocument, putDocument, requireBucket } from "./buckets.ts";
import { readDocument } from "./read-document.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Answer, S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { childText, parseXml } from "./xml-parse.ts";

export async function putBucketPolicy(request: S3Request, store: Store): Promise<S3Answer> {
  const { name } = requireBucket(store, request.bucket);
  const document = await readDocument(request);
  const statements = parsePolicy(document, name);
  if (statements.some(isPublic) && blocksPublicPolicy(store, name)) {
    throw s3Error("AccessDenied", "Public policies are prevented by the BlockPublicPolicy setting.");
  }
  putDocument(store, name, "policy", document);
  return { status: 204 };
}

const isPublic = ({ Effect, Principal, Condition }: PolicyStatement): boolean =>
  Effect === "Allow" && Condition === undefined && Principal?.accounts.includes("*") === true;

function blocksPublicPolicy(store: Store, bucket: string): boolean {
  const document = findDocument(store, bucket, "publicAccessBlock");
  return (
    document !== undefined &&
    childText(parseXml(document, "PublicAccessBlockConfiguration"), "BlockPublicPolicy") === "true"
  );
}

export function getBucketPolicy(request: S3Request, store: Store): S3Answer {
  const { name } = requireBucket(store, request.bucket);
  const document = findDocument(store, name, "policy");
  if (document === undefined) throw s3Error("NoSuchBucketPolicy", undefined, { BucketName: name });
  return { status: 200, headers: { "content-type": "application/json" }, document };
}

export function deleteBucketPolicy(request: S3Request, store: Store): S3Answer {
  deleteDocument(store, requireBucket(store, request.bucket).name, "policy");
  return { status: 204 };
}
