import { HeadObjectCommand, PutBucketEncryptionCommand, type S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesLike, contentOf } from "../../support/s3-content.ts";
import { openS3Endpoint, type S3Endpoint } from "../../support/s3-endpoint.ts";
import { refusalOf } from "../../support/s3-refusal.ts";
import { beginUpload } from "../../support/s3-upload.ts";

let endpoint: S3Endpoint;
let client: S3Client;
let Bucket: string;

beforeAll(async () => {
  endpoint = await openS3Endpoint();
  client = endpoint.client;
  Bucket = await endpoint.createBucket();
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const } }];
  await client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
});
afterAll(() => endpoint.close());

const MiB = 1024 ** 2;

/** An object of so many copies of another: its bytes never pass this client. */
async function multiply(source: string, Key: string, times: number): Promise<void> {
  const upload = await beginUpload(client, Bucket, Key);
  const numbers = Array.from({ length: times }, (_unused, at) => at + 1);
  const copies = await Promise.all(numbers.map((number) => upload.copy(number, `${Bucket}/${source}`)));
  await upload.complete(copies.map(({ ETag }, at) => ({ PartNumber: at + 1, ETag })));
}

describe("large objects", () => {
  test("are made on the server out of copies; no single copy is larger than 5 GiB", async () => {
    const piece = bytesLike(5, 8 * MiB);
    const first = await beginUpload(client, Bucket, "8-mib");
    const { ETag } = await first.put(1, piece);
    await first.complete([{ PartNumber: 1, ETag }]);
    await multiply("8-mib", "320-mib", 40);
    await multiply("320-mib", "5-gib-and-more", 17);
    const { ContentLength = 0 } = await client.send(new HeadObjectCommand({ Bucket, Key: "5-gib-and-more" }));
    expect(ContentLength).toBe(17 * 320 * MiB);

    const upload = await beginUpload(client, Bucket, "copy");
    const source = `${Bucket}/5-gib-and-more`;
    expect(await refusalOf(upload.copy(1, source))).toEqual({ code: "InvalidRequest", status: 400 });
    const CopySourceRange = `bytes=0-${5 * 1024 * MiB}`;
    expect((await refusalOf(upload.copy(1, source, { CopySourceRange }))).status).toBe(400);
    await upload.copy(1, source, { CopySourceRange: `bytes=1-${5 * 1024 * MiB}` });

    const Range = `bytes=${ContentLength - 8 * MiB + 10}-`;
    const tail = await contentOf(client, { Bucket, Key: "5-gib-and-more", Range });
    expect(tail.equals(piece.subarray(10))).toBe(true);
  });
});
