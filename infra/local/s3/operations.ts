import { mayDo } from "./authorize.ts";
import * as buckets from "./bucket-operations.ts";
import { completeMultipartUpload } from "./complete-upload.ts";
import { copyObject } from "./copy-object.ts";
import { deleteObject, deleteObjects } from "./delete-object.ts";
import { getObject } from "./get-object.ts";
import { listObjectsV2 } from "./list-objects.ts";
import { listMultipartUploads, listUploadParts } from "./list-uploads.ts";
import { listObjectVersions } from "./list-versions.ts";
import { abortMultipartUpload, createMultipartUpload, uploadPart } from "./multipart.ts";
import * as settings from "./object-settings.ts";
import { deleteBucketPolicy, getBucketPolicy, putBucketPolicy } from "./policy-operations.ts";
import { putObject } from "./put-object.ts";
import type { S3Answer, S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { uploadPartCopy } from "./upload-part-copy.ts";

export interface Operation {
  /** AWS's name of it. */
  readonly name: string;
  /** Method, what it is on, and the parameter or header that sets it apart from its like. */
  readonly method: string;
  readonly on: "service" | "bucket" | "object";
  readonly marks: readonly string[];
  /** Parameters it takes beside its marks. */
  readonly takes: readonly string[];
  /** The policy action; that of a version where the request names one. */
  readonly action: string;
  readonly versionAction?: string;
  readonly act: (request: S3Request, store: Store) => S3Answer | Promise<S3Answer>;
}

const overrides = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
].map((name) => `response-${name}`);
const page = ["prefix", "delimiter", "encoding-type"];

const row = (
  name: string,
  [method, on, marks, takes]: readonly [string, Operation["on"], readonly string[], readonly string[]],
  actions: string,
  act: Operation["act"],
): Operation => {
  const [action = "", versionAction] = actions.split("|").map((each) => `s3:${each}`);
  return { name, method, on, marks, takes, action, act, ...(versionAction === undefined ? {} : { versionAction }) };
};

/** Everything the server does. What matches no row is answered with NotImplemented; of several, the one with most marks is meant. */
export const operations: readonly Operation[] = [
  row("ListBuckets", ["GET", "service", [], []], "ListAllMyBuckets", buckets.listBuckets),

  row("CreateBucket", ["PUT", "bucket", [], []], "CreateBucket", buckets.createBucket),
  row("HeadBucket", ["HEAD", "bucket", [], []], "ListBucket", buckets.headBucket),
  row("DeleteBucket", ["DELETE", "bucket", [], []], "DeleteBucket", buckets.deleteBucket),
  row("GetBucketLocation", ["GET", "bucket", ["location"], []], "GetBucketLocation", buckets.getBucketLocation),
  row("PutBucketVersioning", ["PUT", "bucket", ["versioning"], []], "PutBucketVersioning", buckets.putBucketVersioning),
  row("GetBucketVersioning", ["GET", "bucket", ["versioning"], []], "GetBucketVersioning", buckets.getBucketVersioning),
  row(
    "PutObjectLockConfiguration",
    ["PUT", "bucket", ["object-lock"], []],
    "PutBucketObjectLockConfiguration",
    buckets.putObjectLockConfiguration,
  ),
  row(
    "GetObjectLockConfiguration",
    ["GET", "bucket", ["object-lock"], []],
    "GetBucketObjectLockConfiguration",
    buckets.getObjectLockConfiguration,
  ),
  row("PutBucketPolicy", ["PUT", "bucket", ["policy"], []], "PutBucketPolicy", putBucketPolicy),
  row("GetBucketPolicy", ["GET", "bucket", ["policy"], []], "GetBucketPolicy", getBucketPolicy),
  row("DeleteBucketPolicy", ["DELETE", "bucket", ["policy"], []], "DeleteBucketPolicy", deleteBucketPolicy),
  row(
    "PutBucketLifecycleConfiguration",
    ["PUT", "bucket", ["lifecycle"], []],
    "PutLifecycleConfiguration",
    (request, store) => buckets.putKept(request, store, "lifecycle"),
  ),
  row(
    "GetBucketLifecycleConfiguration",
    ["GET", "bucket", ["lifecycle"], []],
    "GetLifecycleConfiguration",
    (request, store) => buckets.getKept(request, store, "lifecycle"),
  ),
  row("DeleteBucketLifecycle", ["DELETE", "bucket", ["lifecycle"], []], "PutLifecycleConfiguration", (request, store) =>
    buckets.deleteKept(request, store, "lifecycle"),
  ),
  row("PutBucketEncryption", ["PUT", "bucket", ["encryption"], []], "PutEncryptionConfiguration", (request, store) =>
    buckets.putKept(request, store, "encryption"),
  ),
  row("GetBucketEncryption", ["GET", "bucket", ["encryption"], []], "GetEncryptionConfiguration", (request, store) =>
    buckets.getKept(request, store, "encryption"),
  ),
  row(
    "DeleteBucketEncryption",
    ["DELETE", "bucket", ["encryption"], []],
    "PutEncryptionConfiguration",
    (request, store) => buckets.deleteKept(request, store, "encryption"),
  ),
  row(
    "PutPublicAccessBlock",
    ["PUT", "bucket", ["publicAccessBlock"], []],
    "PutBucketPublicAccessBlock",
    (request, store) => buckets.putKept(request, store, "publicAccessBlock"),
  ),
  row(
    "GetPublicAccessBlock",
    ["GET", "bucket", ["publicAccessBlock"], []],
    "GetBucketPublicAccessBlock",
    (request, store) => buckets.getKept(request, store, "publicAccessBlock"),
  ),
  row(
    "DeletePublicAccessBlock",
    ["DELETE", "bucket", ["publicAccessBlock"], []],
    "PutBucketPublicAccessBlock",
    (request, store) => buckets.deleteKept(request, store, "publicAccessBlock"),
  ),

  row(
    "ListObjectsV2",
    ["GET", "bucket", ["list-type"], [...page, "max-keys", "continuation-token", "start-after", "fetch-owner"]],
    "ListBucket",
    listObjectsV2,
  ),
  row(
    "ListObjectVersions",
    ["GET", "bucket", ["versions"], [...page, "max-keys", "key-marker", "version-id-marker"]],
    "ListBucketVersions",
    listObjectVersions,
  ),
  row(
    "ListMultipartUploads",
    ["GET", "bucket", ["uploads"], [...page, "max-uploads", "key-marker", "upload-id-marker"]],
    "ListBucketMultipartUploads",
    listMultipartUploads,
  ),
  // Its permission is asked for each key.
  row("DeleteObjects", ["POST", "bucket", ["delete"], []], "", (request, store) =>
    deleteObjects(request, store, ({ key, versionId }) => {
      const action = versionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
      return mayDo(request, store, { action, bucket: request.bucket, key });
    }),
  ),

  row("PutObject", ["PUT", "object", [], []], "PutObject", putObject),
  row("CopyObject", ["PUT", "object", ["x-amz-copy-source"], []], "PutObject", copyObject),
  row("GetObject", ["GET", "object", [], ["versionId", ...overrides]], "GetObject|GetObjectVersion", getObject),
  row("HeadObject", ["HEAD", "object", [], ["versionId", ...overrides]], "GetObject|GetObjectVersion", getObject),
  row("DeleteObject", ["DELETE", "object", [], ["versionId"]], "DeleteObject|DeleteObjectVersion", deleteObject),
  row(
    "GetObjectTagging",
    ["GET", "object", ["tagging"], ["versionId"]],
    "GetObjectTagging|GetObjectVersionTagging",
    settings.getObjectTagging,
  ),
  row(
    "PutObjectTagging",
    ["PUT", "object", ["tagging"], ["versionId"]],
    "PutObjectTagging|PutObjectVersionTagging",
    settings.putObjectTagging,
  ),
  row(
    "DeleteObjectTagging",
    ["DELETE", "object", ["tagging"], ["versionId"]],
    "DeleteObjectTagging|DeleteObjectVersionTagging",
    settings.deleteObjectTagging,
  ),
  row(
    "GetObjectRetention",
    ["GET", "object", ["retention"], ["versionId"]],
    "GetObjectRetention",
    settings.getObjectRetention,
  ),
  row(
    "PutObjectRetention",
    ["PUT", "object", ["retention"], ["versionId"]],
    "PutObjectRetention",
    settings.putObjectRetention,
  ),
  row(
    "GetObjectLegalHold",
    ["GET", "object", ["legal-hold"], ["versionId"]],
    "GetObjectLegalHold",
    settings.getObjectLegalHold,
  ),
  row(
    "PutObjectLegalHold",
    ["PUT", "object", ["legal-hold"], ["versionId"]],
    "PutObjectLegalHold",
    settings.putObjectLegalHold,
  ),

  row("CreateMultipartUpload", ["POST", "object", ["uploads"], []], "PutObject", createMultipartUpload),
  row("UploadPart", ["PUT", "object", ["uploadId", "partNumber"], []], "PutObject", uploadPart),
  row(
    "UploadPartCopy",
    ["PUT", "object", ["uploadId", "partNumber", "x-amz-copy-source"], []],
    "PutObject",
    uploadPartCopy,
  ),
  row("CompleteMultipartUpload", ["POST", "object", ["uploadId"], []], "PutObject", completeMultipartUpload),
  row("AbortMultipartUpload", ["DELETE", "object", ["uploadId"], []], "AbortMultipartUpload", abortMultipartUpload),
  row(
    "ListParts",
    ["GET", "object", ["uploadId"], ["max-parts", "part-number-marker"]],
    "ListMultipartUploadParts",
    listUploadParts,
  ),
];
