import { createHash } from "node:crypto";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openS3Endpoint, type S3Endpoint } from "../../support/s3-endpoint.ts";
import { answerOf, refusalOf } from "../../support/s3-refusal.ts";

let endpoint: S3Endpoint;
let client: S3Client;

beforeAll(async () => {
  endpoint = await openS3Endpoint();
  client = endpoint.client;
});
afterAll(() => endpoint.close());

const denied = { code: "AccessDenied", status: 403 };

/** A bucket with one object, whose policy denies everybody the actions, where the condition holds. */
async function denying(Action: string | string[], Condition?: object) {
  const Bucket = await endpoint.createBucket("versioned");
  const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "content" }));
  const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
  const Statement = [{ Effect: "Deny", Principal: { AWS: "*" }, Action, Resource, ...(Condition && { Condition }) }];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  return { Bucket, VersionId, Policy };
}

describe("a bucket's policy", () => {
  test("by s3:signatureAge ends links before their own time", async () => {
    const { Bucket } = await denying("s3:GetObject*", { NumericGreaterThan: { "s3:signatureAge": "300000" } });
    const link = (secondsAgo: number) => {
      const signingDate = new Date(Date.now() - secondsAgo * 1000);
      return getSignedUrl(client, new GetObjectCommand({ Bucket, Key: "k" }), { expiresIn: 3600, signingDate });
    };
    expect(await answerOf(await fetch(await link(310)))).toEqual(denied);
    expect((await fetch(await link(280))).status).toBe(200);
  });

  test("by aws:SecureTransport refuses what does not come by TLS", async () => {
    const { Bucket } = await denying("s3:*", { Bool: { "aws:SecureTransport": "false" } });
    const outcome = await client.send(new GetObjectCommand({ Bucket, Key: "k" })).then(
      () => "given",
      () => "refused",
    );
    expect(outcome).toBe(endpoint.url.startsWith("https:") ? "given" : "refused");
  });

  test("can forbid deleting versions and leave delete markers", async () => {
    const { Bucket, VersionId } = await denying("s3:DeleteObjectVersion");
    const id = { Bucket, Key: "k", VersionId };
    expect(await refusalOf(client.send(new DeleteObjectCommand(id)))).toEqual(denied);
    const Objects = [{ Key: "k", VersionId }, { Key: "other" }];
    const { Deleted, Errors } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Errors?.map(({ Key, Code }) => [Key, Code])).toEqual([["k", "AccessDenied"]]);
    expect(Deleted?.map(({ Key }) => Key)).toEqual(["other"]);
    expect((await client.send(new DeleteObjectCommand({ Bucket, Key: "k" }))).DeleteMarker).toBe(true);
    expect((await client.send(new GetObjectCommand(id))).ContentLength).toBe(7);
  });

  test("can forbid keys of the customer's own", async () => {
    const customerKey = { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } };
    const { Bucket } = await denying("s3:PutObject", customerKey);
    const SSECustomerKey = Buffer.alloc(32, 1).toString("base64");
    const SSECustomerKeyMD5 = createHash("md5").update(Buffer.alloc(32, 1)).digest("base64");
    const own = { SSECustomerAlgorithm: "AES256", SSECustomerKey, SSECustomerKeyMD5 };
    const put = (more: object) => client.send(new PutObjectCommand({ Bucket, Key: "c", Body: "x", ...more }));
    expect((await refusalOf(put(own))).status).toBeOneOf([400, 403]); // AWS refuses the key over plain HTTP before it asks the policy
    await put({});
  });

  test("is given back as it was put, and removed", async () => {
    const { Bucket, Policy } = await denying("s3:DeleteObject");
    const read = () => client.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse((await read()).Policy ?? "")).toEqual(JSON.parse(Policy));
    expect(await refusalOf(client.send(new DeleteObjectCommand({ Bucket, Key: "k" })))).toEqual(denied);
    await client.send(new DeleteBucketPolicyCommand({ Bucket }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
    expect(await refusalOf(read())).toEqual({ code: "NoSuchBucketPolicy", status: 404 });
  });

  test.each([
    ["an unknown condition", { Condition: { Bool: { "s3:noSuchKey": "true" } } }],
    ["an unknown operator", { Condition: { Resembles: { "aws:SecureTransport": "true" } } }],
    ["an unknown element", { Unless: "never" }],
    ["an effect that is none", { Effect: "Perhaps" }],
    ["another bucket's resource", { Resource: "arn:aws:s3:::another-bucket/*" }],
  ])("with %s is refused when it is put", async (_what, change) => {
    const Bucket = await endpoint.createBucket();
    const statement = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: `arn:aws:s3:::${Bucket}/*`,
      ...change,
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const refusal = await refusalOf(client.send(new PutBucketPolicyCommand({ Bucket, Policy })));
    expect(refusal.status).toBeOneOf([400, 501]);
    expect((await refusalOf(client.send(new GetBucketPolicyCommand({ Bucket })))).code).toBe("NoSuchBucketPolicy");
  });
});

describe("a bucket", () => {
  test("is made once, and goes when it is empty", async () => {
    const Bucket = await endpoint.createBucket("versioned");
    const again = client.send(new CreateBucketCommand({ Bucket }));
    expect((await refusalOf(again)).code).toBe("BucketAlreadyOwnedByYou");
    const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
    expect(await refusalOf(client.send(new DeleteBucketCommand({ Bucket })))).toEqual({
      code: "BucketNotEmpty",
      status: 409,
    });
    await client.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId }));
    await client.send(new DeleteBucketCommand({ Bucket }));
    expect((await refusalOf(client.send(new HeadBucketCommand({ Bucket })))).status).toBe(404);
  });

  test("has a name that DNS allows", async () => {
    const badName = client.send(new CreateBucketCommand({ Bucket: "Not_A_Name" }));
    expect(await refusalOf(badName)).toEqual({ code: "InvalidBucketName", status: 400 });
  });
});

describe("a bucket's configuration", () => {
  test("is given back as it was put", async () => {
    const Bucket = await endpoint.createBucket();
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    };
    await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    const block = await client.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(block.PublicAccessBlockConfiguration).toEqual(PublicAccessBlockConfiguration);

    const abort = {
      ID: "abort",
      Status: "Enabled",
      Filter: { Prefix: "" },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
    } as const;
    await client.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [abort] } }),
    );
    expect((await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules).toMatchObject([
      { ID: "abort", Status: "Enabled", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } },
    ]);
  });

  test("of encryption with KMS applies to what names none itself", async () => {
    const Bucket = await endpoint.createBucket();
    const Rules = [
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: false },
    ] as const;
    const ServerSideEncryptionConfiguration = { Rules: [...Rules] };
    await client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
    const read = await client.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(read.ServerSideEncryptionConfiguration?.Rules).toMatchObject(Rules);
    const put = await client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
    expect(put.ServerSideEncryption).toBe("aws:kms");
  });

  test("of a bucket that is not there is not found", async () => {
    expect((await refusalOf(client.send(new HeadBucketCommand({ Bucket: `not-${crypto.randomUUID()}` })))).status).toBe(
      404,
    );
  });
});
