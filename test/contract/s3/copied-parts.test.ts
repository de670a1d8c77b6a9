import { HeadObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesLike, contentOf } from "../../support/s3-content.ts";
import { crc32Text, digestText } from "../../support/s3-digests.ts";
import { openS3Endpoint, type S3Endpoint } from "../../support/s3-endpoint.ts";
import { refusalOf } from "../../support/s3-refusal.ts";
import { beginUpload } from "../../support/s3-upload.ts";

let endpoint: S3Endpoint;
let client: S3Client;
let Bucket: string;

const sourceBytesMin = 5 * 1024 ** 2;
const bytes = bytesLike(3, sourceBytesMin + 1000);
let oldVersionId: string | undefined;
let sourceEtag: string | undefined;

beforeAll(async () => {
  endpoint = await openS3Endpoint();
  client = endpoint.client;
  Bucket = await endpoint.createBucket("versioned");
  const put = (Key: string, Body: Uint8Array) => client.send(new PutObjectCommand({ Bucket, Key, Body }));
  oldVersionId = (await put("source", bytes)).VersionId;
  sourceEtag = (await put("source", bytes.toReversed())).ETag;
  await put("exactly-5-mib", bytes.subarray(0, sourceBytesMin));
});
afterAll(() => endpoint.close());

describe("UploadPartCopy", () => {
  test("copies a whole object, and tells its CRC-32 in the answer and in ListParts", async () => {
    const upload = await beginUpload(client, Bucket, "whole");
    const part = await upload.copy(1, `${Bucket}/exactly-5-mib`);
    const expected = crc32Text(bytes.subarray(0, sourceBytesMin));
    const md5 = digestText("md5", bytes.subarray(0, sourceBytesMin));
    expect(part.ETag).toBe(`"${Buffer.from(md5, "base64").toString("hex")}"`);
    expect(part.ChecksumCRC32).toBe(expected);
    expect(await upload.list()).toEqual([
      { PartNumber: 1, ETag: part.ETag, Size: sourceBytesMin, ChecksumCRC32: expected },
    ]);
  });

  test("copies a range of a version; copied and uploaded parts make one checked whole", async () => {
    const upload = await beginUpload(client, Bucket, "mixed");
    const CopySource = `${Bucket}/source?versionId=${oldVersionId}`;
    const first = await upload.copy(1, CopySource, { CopySourceRange: `bytes=7-${sourceBytesMin + 6}` });
    const cut = bytes.subarray(7, sourceBytesMin + 7);
    expect(first.ChecksumCRC32).toBe(crc32Text(cut));
    const tail = bytesLike(4, 500);
    const second = await upload.put(2, tail);
    const parts = [
      { PartNumber: 1, ETag: first.ETag },
      { PartNumber: 2, ETag: second.ETag },
    ];
    await upload.complete(parts, { ChecksumType: "FULL_OBJECT", ChecksumCRC32: crc32Text(cut, tail) });
    expect((await contentOf(client, { Bucket, Key: "mixed" })).equals(Buffer.concat([cut, tail]))).toBe(true);
  });

  test("copies parts of what was itself copied together", async () => {
    const first = await beginUpload(client, Bucket, "generation-1");
    const pieces = [await first.copy(1, `${Bucket}/source`), await first.copy(2, `${Bucket}/exactly-5-mib`)];
    await first.complete(pieces.map(({ ETag }, at) => ({ PartNumber: at + 1, ETag })));
    const whole = Buffer.concat([bytes.toReversed(), bytes.subarray(0, sourceBytesMin)]);
    const range = { first: 1_000_000, last: sourceBytesMin + 2_000_000 };
    const cut = whole.subarray(range.first, range.last + 1);
    const boundary = await beginUpload(client, Bucket, "boundary");
    const CopyRange = `bytes=${bytes.length}-${bytes.length + 99}`;
    const atBoundary = await boundary.copy(1, `${Bucket}/generation-1`, { CopySourceRange: CopyRange });
    expect(atBoundary.ChecksumCRC32).toBe(crc32Text(bytes.subarray(0, 100)));

    const second = await beginUpload(client, Bucket, "generation-2");
    const CopySourceRange = `bytes=${range.first}-${range.last}`;
    const part = await second.copy(1, `${Bucket}/generation-1`, { CopySourceRange });
    expect(part.ChecksumCRC32).toBe(crc32Text(cut));
    await second.complete([{ PartNumber: 1, ETag: part.ETag }], {
      ChecksumType: "FULL_OBJECT",
      ChecksumCRC32: crc32Text(cut),
    });
    expect((await contentOf(client, { Bucket, Key: "generation-2" })).equals(cut)).toBe(true);
  });

  test("refuses a range of a source of 5 MiB or less", async () => {
    const upload = await beginUpload(client, Bucket, "small-source");
    const copy = upload.copy(1, `${Bucket}/exactly-5-mib`, { CopySourceRange: "bytes=0-99" });
    expect(await refusalOf(copy)).toEqual({ code: "InvalidRequest", status: 400 });
    await upload.copy(1, `${Bucket}/source`, { CopySourceRange: "bytes=0-99" });
  });

  test("refuses a range that leaves its source, or has another form", async () => {
    const upload = await beginUpload(client, Bucket, "bad-range");
    for (const CopySourceRange of [`bytes=0-${bytes.length}`, "bytes=5-", "bytes=-5", "bytes=9-3"]) {
      const refusal = await refusalOf(upload.copy(1, `${Bucket}/source`, { CopySourceRange }));
      expect(refusal).toEqual({ code: "InvalidArgument", status: 400 });
    }
  });

  test("heeds CopySourceIfMatch", async () => {
    const upload = await beginUpload(client, Bucket, "matched");
    const { ETag } = await client.send(new HeadObjectCommand({ Bucket, Key: "source", VersionId: oldVersionId }));
    const changed = upload.copy(1, `${Bucket}/source`, { CopySourceIfMatch: ETag });
    expect(await refusalOf(changed)).toEqual({ code: "PreconditionFailed", status: 412 });
    await upload.copy(1, `${Bucket}/source`, { CopySourceIfMatch: sourceEtag });
  });

  test("refuses a source that is not there", async () => {
    const upload = await beginUpload(client, Bucket, "no-source");
    expect(await refusalOf(upload.copy(1, `${Bucket}/nothing`))).toEqual({ code: "NoSuchKey", status: 404 });
    const version = upload.copy(1, `${Bucket}/source?versionId=${"0".repeat(32)}`);
    expect((await refusalOf(version)).status).toBeGreaterThanOrEqual(400);
  });
});
