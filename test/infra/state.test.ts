import { expect, test } from "vitest";
import { synthesise } from "./synthesise.ts";
import { resourceOf, resourcesOf } from "./template.ts";

const { state } = synthesise();

const KEPT_TYPES = ["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::SecretsManager::Secret"];

test("whatever holds data is kept when the stack or the resource goes", () => {
  const kept = resourcesOf(state, ...KEPT_TYPES);
  expect(kept).toHaveLength(7);
  for (const { id, DeletionPolicy, UpdateReplacePolicy } of kept) {
    expect({ id, DeletionPolicy, UpdateReplacePolicy }).toEqual({
      id,
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
    });
  }
});

test("the table can be restored to any second, cannot be deleted, and is encrypted under a key of ours", () => {
  expect(resourceOf(state, "AWS::DynamoDB::Table").Properties).toMatchObject({
    BillingMode: "PAY_PER_REQUEST",
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: {
      SSEEnabled: true,
      SSEType: "KMS",
      KMSMasterKeyId: { "Fn::GetAtt": [expect.any(String), "Arn"] },
    },
    StreamSpecification: { StreamViewType: "NEW_IMAGE" },
    TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
  });
});

test("the table is found by its keys and by what is due", () => {
  expect(resourceOf(state, "AWS::DynamoDB::Table").Properties).toMatchObject({
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "due",
        KeySchema: [
          { AttributeName: "dueKind", KeyType: "HASH" },
          { AttributeName: "dueAt", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "ALL" },
      },
    ],
    AttributeDefinitions: expect.arrayContaining([
      { AttributeName: "dueKind", AttributeType: "S" },
      { AttributeName: "dueAt", AttributeType: "N" },
    ]),
  });
});

test.each(["Work", "Archives"])("%s: nobody from outside, no key but ours, and the context stays whole", (id) => {
  expect(resourceOf(state, "AWS::S3::Bucket", id).Properties).toMatchObject({
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        {
          BlockedEncryptionTypes: { EncryptionType: ["SSE-C"] },
          BucketKeyEnabled: false,
          ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" },
        },
      ],
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  });
});

test.each(["Work", "Archives"])("%s: refused are clear text, old TLS, customers' keys and other encryption", (id) => {
  const { PolicyDocument } = resourceOf(state, "AWS::S3::BucketPolicy", id).Properties;
  const refusals = [
    { Bool: { "aws:SecureTransport": "false" } },
    { NumericLessThan: { "s3:TlsVersion": 1.2 } },
    { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } },
    {
      Null: { "s3:x-amz-server-side-encryption": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
    },
  ];
  for (const Condition of refusals) {
    expect(PolicyDocument).toMatchObject({
      Statement: expect.arrayContaining([expect.objectContaining({ Effect: "Deny", Condition })]),
    });
  }
});

test("work objects go after two days, unversioned", () => {
  const { Properties } = resourceOf(state, "AWS::S3::Bucket", "Work");
  expect(Properties).toMatchObject({
    LifecycleConfiguration: {
      Rules: [
        { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 }, Status: "Enabled" },
        { ExpirationInDays: 2, Status: "Enabled" },
      ],
    },
  });
  expect(Properties).not.toHaveProperty("VersioningConfiguration");
  expect(Properties).not.toHaveProperty("ObjectLockEnabled");
});

test("archives are versioned and lockable without a default lock, and no rule removes one", () => {
  const { Properties } = resourceOf(state, "AWS::S3::Bucket", "Archives");
  expect(Properties).toMatchObject({ VersioningConfiguration: { Status: "Enabled" }, ObjectLockEnabled: true });
  expect(Properties).not.toHaveProperty("ObjectLockConfiguration");
  expect(Properties["LifecycleConfiguration"]).toEqual({
    Rules: [
      {
        Id: "abandoned-uploads",
        Status: "Enabled",
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
      },
    ],
  });
});

const policyOf = (bucket: string) => resourceOf(state, "AWS::S3::BucketPolicy", bucket).Properties["PolicyDocument"];

test.each(["Archives", "Work"])("old links are refused to everyone: %s", (bucket) => {
  expect(policyOf(bucket)).toMatchObject({
    Statement: expect.arrayContaining([
      expect.objectContaining({
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "s3:*",
        Condition: { NumericGreaterThan: { "s3:signatureAge": "300000" } },
      }),
    ]),
  });
});

test("ways round the locks of archives are refused to everyone", () => {
  expect(policyOf("Archives")).toMatchObject({
    Statement: expect.arrayContaining([
      expect.objectContaining({ Effect: "Deny", Principal: { AWS: "*" }, Action: "s3:BypassGovernanceRetention" }),
    ]),
  });
});

test("keys that encrypt are rotated; the one that signs is ECDSA on P-256", () => {
  for (const id of ["RecordsKey", "ArchiveKey"]) {
    expect(resourceOf(state, "AWS::KMS::Key", id).Properties).toMatchObject({ EnableKeyRotation: true });
  }
  expect(resourceOf(state, "AWS::KMS::Key", "ManifestKey").Properties).toMatchObject({
    KeySpec: "ECC_NIST_P256",
    KeyUsage: "SIGN_VERIFY",
  });
});

test("the first key of backup tokens is generated where it is kept", () => {
  expect(resourceOf(state, "AWS::SecretsManager::Secret").Properties).toMatchObject({
    Name: "coffer/token-keys",
    GenerateSecretString: {
      SecretStringTemplate: '{"current":"k1"}',
      GenerateStringKey: "k1",
      PasswordLength: 64,
      ExcludePunctuation: true,
    },
  });
});
