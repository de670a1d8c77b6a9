import {
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import * as z from "zod";
import type { OpenTemplate } from "../template/open-template.ts";
import { lifecycleRules } from "./lifecycle-rules.ts";

const bucketShape = z.looseObject({
  VersioningConfiguration: z.strictObject({ Status: z.enum(["Enabled", "Suspended"]) }).optional(),
  ObjectLockEnabled: z.boolean().default(false),
  ObjectLockConfiguration: z
    .looseObject({
      Rule: z
        .object({
          DefaultRetention: z.strictObject({
            Mode: z.enum(["GOVERNANCE", "COMPLIANCE"]),
            Days: z.number().optional(),
            Years: z.number().optional(),
          }),
        })
        .optional(),
    })
    .optional(),
  BucketEncryption: z
    .object({
      ServerSideEncryptionConfiguration: z.array(
        z.looseObject({
          BucketKeyEnabled: z.boolean().optional(),
          ServerSideEncryptionByDefault: z.object({
            SSEAlgorithm: z.enum(["aws:kms", "AES256", "aws:kms:dsse"]),
            KMSMasterKeyID: z.string().optional(),
          }),
        }),
      ),
    })
    .optional(),
  LifecycleConfiguration: z.object({ Rules: z.array(z.unknown()) }).optional(),
});

/** The template's buckets, with what the template says of versions, locks, encryption, expiry and who may do what. */
export async function makeBuckets(template: OpenTemplate, s3: S3Client): Promise<void> {
  for (const bucket of template.resources("AWS::S3::Bucket")) {
    await makeBucket(template.identityOf(bucket).reference, bucketShape.parse(bucket.properties), s3);
  }
  for (const policy of template.resources("AWS::S3::BucketPolicy")) {
    const { Bucket, PolicyDocument } = z
      .strictObject({ Bucket: z.string(), PolicyDocument: z.record(z.string(), z.unknown()) })
      .parse(policy.properties);
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(PolicyDocument) }));
  }
}

async function makeBucket(Bucket: string, properties: z.infer<typeof bucketShape>, s3: S3Client): Promise<void> {
  const { VersioningConfiguration, ObjectLockEnabled, ObjectLockConfiguration } = properties;
  try {
    await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: ObjectLockEnabled }));
  } catch (error) {
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  }
  if (VersioningConfiguration !== undefined && !ObjectLockEnabled) {
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }
  const retention = ObjectLockConfiguration?.Rule?.DefaultRetention;
  if (retention !== undefined) {
    const rule = { ObjectLockEnabled: "Enabled" as const, Rule: { DefaultRetention: retention } };
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: rule }));
  }
  const rules = properties.BucketEncryption?.ServerSideEncryptionConfiguration.map(
    ({ BucketKeyEnabled, ServerSideEncryptionByDefault }) => ({
      ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault,
      BucketKeyEnabled,
    }),
  );
  if (rules !== undefined) {
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: rules } }));
  }
  if (properties.LifecycleConfiguration !== undefined) {
    const LifecycleConfiguration = { Rules: lifecycleRules(properties.LifecycleConfiguration.Rules) };
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
  }
}
