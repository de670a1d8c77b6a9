import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import {
  BlockedEncryptionType,
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type LifecycleRule,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";

/** Unfinished uploads cost money and show nowhere; no build takes longer than this. */
const ABANDONED_UPLOADS: LifecycleRule = {
  id: "abandoned-uploads",
  abortIncompleteMultipartUploadAfter: Duration.days(2),
};

/** `s3:signatureAge` counts milliseconds. Links live 120 s; the rest is for clocks that differ. */
const SIGNATURE_AGE_MAX_MS = 300_000;

/** What both buckets have in common: nobody from outside, nothing in clear, no key but ours, no old links. */
export function createPrivateBucket(
  scope: Construct,
  id: string,
  encryptionKey: IKey,
  { lifecycleRules = [], ...props }: Pick<BucketProps, "lifecycleRules" | "versioned" | "objectLockEnabled">,
): Bucket {
  const bucket = new Bucket(scope, id, {
    ...props,
    encryption: BucketEncryption.KMS,
    encryptionKey,
    // With a bucket key the encryption context would name the bucket only, not tenant and backup.
    bucketKeyEnabled: false,
    blockedEncryptionTypes: [BlockedEncryptionType.SSE_C],
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    lifecycleRules: [ABANDONED_UPLOADS, ...lifecycleRules],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  refuse(bucket, "RefuseCustomerKeys", ["s3:PutObject"], {
    Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" },
  });
  refuse(bucket, "RefuseOtherEncryption", ["s3:PutObject"], {
    Null: { "s3:x-amz-server-side-encryption": "false" },
    StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
  });
  refuse(bucket, "RefuseOldSignatures", ["s3:*"], {
    NumericGreaterThan: { "s3:signatureAge": String(SIGNATURE_AGE_MAX_MS) },
  });
  Validations.of(bucket).acknowledge({
    id: "AwsSolutions-S1",
    reason:
      "Server access logs hold request lines, and with them the signatures of presigned links. Reads are recorded by CloudTrail data events (docs/deploy.md) and by Coffer's own audit log.",
  });
  return bucket;
}

/** Nobody may do this to any object, whatever their own policies allow. */
export function refuse(
  bucket: Bucket,
  sid: string,
  actions: string[],
  conditions: Record<string, Record<string, string>>,
): void {
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions,
      resources: [bucket.arnForObjects("*")],
      conditions,
    }),
  );
}
