import { Aws } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Settings } from "../../settings.ts";
import type { State } from "../state-stack.ts";

export const viaObjectStore = `s3.${Aws.REGION}.amazonaws.com`;

/** Dumps, inventories and indexes: written, read back and removed by the worker. */
export const workObjects = (state: State): PolicyStatement[] => [
  new PolicyStatement({
    sid: "WorkObjects",
    actions: [
      "s3:AbortMultipartUpload",
      "s3:DeleteObject",
      "s3:GetObject",
      "s3:ListMultipartUploadParts",
      "s3:PutObject",
    ],
    resources: [`${state.workBucketArn}/t/*`],
  }),
  listing("WorkListing", state.workBucketArn),
];

/** Where a tenant's exports of its audit log lie, below its prefix. */
export const EXPORT_FOLDER = "audit/";

/** Exports are written, and read by those who are given a link. */
export const auditExporting = (state: State): PolicyStatement =>
  new PolicyStatement({
    sid: "AuditExports",
    actions: ["s3:AbortMultipartUpload", "s3:PutObject"],
    resources: [`${state.workBucketArn}/t/*/${EXPORT_FOLDER}*`],
  });

/** Where files taken out of a tenant's archives lie, below its prefix. */
export const EXTRACT_FOLDER = "extracts/";

/**
 * Files are taken out of archives: these are read, and no more. What was written is looked up where an answer was lost.
 * A copy reads its source and writes the part with the rights of who asks for it.
 */
export const extracting = (state: State): PolicyStatement[] => [
  new PolicyStatement({
    sid: "ArchiveReading",
    actions: ["s3:GetObject", "s3:GetObjectVersion"],
    resources: [`${state.archiveBucketArn}/t/*`],
  }),
  new PolicyStatement({
    sid: "Extracts",
    actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
    resources: [`${state.workBucketArn}/t/*/${EXTRACT_FOLDER}*`],
  }),
];

/** Archives are written, read back and locked; nothing here can remove one or shorten a lock. */
export const archiveMaking = (state: State): PolicyStatement[] => [
  new PolicyStatement({
    sid: "Archives",
    actions: [
      "s3:AbortMultipartUpload",
      "s3:GetObject",
      "s3:GetObjectVersion",
      "s3:ListMultipartUploadParts",
      "s3:PutObject",
      "s3:PutObjectRetention",
    ],
    resources: [`${state.archiveBucketArn}/t/*`],
  }),
  listing("ArchiveListing", state.archiveBucketArn),
];

/** Nothing is encrypted that does not say whose it is: the key opens and closes under a tenant's name only. */
export const objectKeyUse = (state: State): PolicyStatement =>
  new PolicyStatement({
    sid: "ObjectKey",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [state.archiveKeyArn],
    conditions: {
      StringEquals: { "kms:ViaService": viaObjectStore },
      Null: { "kms:EncryptionContext:tenantId": "false" },
    },
  });

export const manifestSigning = (state: State): PolicyStatement =>
  new PolicyStatement({
    sid: "ManifestSigning",
    actions: ["kms:Sign"],
    resources: [state.manifestKeyArn],
    conditions: { StringEquals: { "kms:SigningAlgorithm": "ECDSA_SHA_256" } },
  });

const bucketArn = (bucket: string): string => `arn:${Aws.PARTITION}:s3:::${bucket}`;

/** Tenants' attachments, read only, in the buckets that the operator named and in no other. */
export const attachmentReading = (settings: Settings): PolicyStatement[] => {
  const buckets = new Set(settings.attachmentBuckets.map(({ bucket }) => bucketArn(bucket)));
  const keys = new Set(settings.attachmentBuckets.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []));
  if (buckets.size === 0) {
    return [];
  }
  return [
    listing("AttachmentListing", ...buckets),
    new PolicyStatement({
      sid: "Attachments",
      actions: ["s3:GetObject"],
      resources: settings.attachmentBuckets.map(({ bucket, prefix }) => `${bucketArn(bucket)}/${prefix}uploads/*`),
    }),
    ...(keys.size === 0 ? [] : [attachmentKeys([...keys])]),
  ];
};

/** Is a tenant's bucket there: a list of names, and no object. */
export const attachmentListing = (settings: Settings): PolicyStatement[] => {
  const buckets = new Set(settings.attachmentBuckets.map(({ bucket }) => bucketArn(bucket)));
  return buckets.size === 0 ? [] : [listing("AttachmentListing", ...buckets)];
};

const attachmentKeys = (keyArns: string[]): PolicyStatement =>
  new PolicyStatement({
    sid: "AttachmentKeys",
    actions: ["kms:Decrypt"],
    resources: keyArns,
    // The tenant's bucket may be in another region.
    conditions: { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } },
  });

/**
 * What nobody finished and nobody needs any more: found, aborted, removed by the keeper. It alone can remove a version of
 * an archive, and only one whose lock has ended: nobody can get round a lock.
 */
export const sweeping = (state: State): PolicyStatement[] => [
  new PolicyStatement({
    sid: "UploadListing",
    actions: ["s3:ListBucket", "s3:ListBucketMultipartUploads"],
    resources: [state.workBucketArn, state.archiveBucketArn],
  }),
  new PolicyStatement({
    sid: "Uploads",
    actions: ["s3:AbortMultipartUpload"],
    resources: [`${state.workBucketArn}/t/*`, `${state.archiveBucketArn}/t/*`],
  }),
  new PolicyStatement({
    sid: "WorkObjects",
    actions: ["s3:DeleteObject"],
    resources: [`${state.workBucketArn}/t/*`],
  }),
  new PolicyStatement({
    sid: "ArchiveVersionListing",
    actions: ["s3:ListBucketVersions"],
    resources: [state.archiveBucketArn],
  }),
  new PolicyStatement({
    sid: "ArchiveVersions",
    actions: ["s3:DeleteObjectVersion"],
    resources: [`${state.archiveBucketArn}/t/*`],
  }),
];

/**
 * Without the right to list a whole bucket, the store answers 403 instead of 404 for an object that is gone, and a
 * vanished attachment would look like a withdrawn permission. Hence no condition on the prefix.
 */
const listing = (sid: string, ...bucketArns: readonly string[]): PolicyStatement =>
  new PolicyStatement({ sid, actions: ["s3:ListBucket"], resources: [...bucketArns] });
