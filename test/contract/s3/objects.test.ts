import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesLike, contentOf } from "../../support/s3-content.ts";
import { crc32Text, digestText } from "../../support/s3-digests.ts";
import { openS3Endpoint, type S3Endpoint } from "../../support/s3-endpoint.ts";
import { refusalOf } from "../../support/s3-refusal.ts";

let endpoint: S3Endpoint;
let client: S3Client;
let Bucket: string;

beforeAll(async () => {
  endpoint = await openS3Endpoint();
  client = endpoint.client;
  Bucket = await endpoint.createBucket();
});
afterAll(() => endpoint.close());

const put = (Key: string, more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: `content of ${Key}`, ...more }));
const head = (Key: string) => client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));

const range = async (Range: string) => {
  const { Body, ContentRange } = await client.send(new GetObjectCommand({ Bucket, Key: "ten", Range }));
  return { text: await Body?.transformToString(), ContentRange };
};
const getTen = (condition: Partial<GetObjectCommandInput>) =>
  client.send(new GetObjectCommand({ Bucket, Key: "ten", ...condition }));

describe("storing", () => {
  test("keeps a buffer", async () => {
    const bytes = bytesLike(1, 100_000);
    const answer = await put("buffer", { Body: bytes });
    expect(answer.ChecksumCRC32).toBe(crc32Text(bytes));
    expect((await contentOf(client, { Bucket, Key: "buffer" })).equals(bytes)).toBe(true);
  });

  test("keeps a stream, sent in chunks with its checksum behind them", async () => {
    const bytes = bytesLike(2, 300_000);
    const pieces = [bytes.subarray(0, 70_000), bytes.subarray(70_000, 200_000), bytes.subarray(200_000)];
    const answer = await put("stream", { Body: Readable.from(pieces), ContentLength: bytes.length });
    expect(answer.ChecksumCRC32).toBe(crc32Text(bytes));
    const { ContentEncoding, ContentLength } = await head("stream");
    expect({ ContentEncoding, ContentLength }).toEqual({ ContentEncoding: undefined, ContentLength: 300_000 });
    expect((await contentOf(client, { Bucket, Key: "stream" })).equals(bytes)).toBe(true);
  });

  test("keeps an empty object", async () => {
    await put("empty", { Body: new Uint8Array(0) });
    expect((await contentOf(client, { Bucket, Key: "empty" })).length).toBe(0);
  });

  test.each([
    ["CRC32", { ChecksumCRC32: "y/Q5Jg==" }],
    ["CRC32C", { ChecksumCRC32C: "4waSgw==" }],
    ["CRC64NVME", { ChecksumCRC64NVME: "rosUhgp5mIg=" }],
    ["SHA256", { ChecksumSHA256: digestText("sha256", "123456789") }],
    ["Content-MD5", { ContentMD5: digestText("md5", "123456789") }],
  ])("checks %s: the right one passes, a wrong one is BadDigest and nothing is stored", async (name, checksum) => {
    const Key = `checked-${name}`;
    expect(await refusalOf(put(Key, { Body: "123456780", ...checksum }))).toEqual({ code: "BadDigest", status: 400 });
    expect((await refusalOf(head(Key))).status).toBe(404);
    await put(Key, { Body: "123456789", ...checksum });
    expect((await head(Key)).ContentLength).toBe(9);
  });

  test("tells checksum and type on request", async () => {
    await put("told", { Body: "123456789", ChecksumSHA256: digestText("sha256", "123456789") });
    const { ChecksumSHA256, ChecksumType } = await head("told");
    expect({ ChecksumSHA256, ChecksumType }).toEqual({
      ChecksumSHA256: digestText("sha256", "123456789"),
      ChecksumType: "FULL_OBJECT",
    });
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: "told" }))).ChecksumSHA256).toBeUndefined();
  });

  test("gives an object that came without a checksum a CRC64NVME", async () => {
    const bare = endpoint.clientWith({ requestChecksumCalculation: "WHEN_REQUIRED" });
    await bare.send(new PutObjectCommand({ Bucket, Key: "unchecked", Body: "123456789" }));
    const { ChecksumCRC64NVME, ChecksumCRC32 } = await head("unchecked");
    expect({ ChecksumCRC64NVME, ChecksumCRC32 }).toEqual({
      ChecksumCRC64NVME: "rosUhgp5mIg=",
      ChecksumCRC32: undefined,
    });
  });

  test("keeps metadata and headers, and says them again", async () => {
    const headers = {
      ContentType: "application/zip",
      CacheControl: "no-store",
      ContentDisposition: 'attachment; filename="a"',
    };
    await put("described", { ...headers, Metadata: { tenant: "acme", generation: "3" } });
    expect(await head("described")).toMatchObject({ ...headers, Metadata: { tenant: "acme", generation: "3" } });
  });

  test("echoes encryption with KMS, and gives equal bytes different ETags under it", async () => {
    const kms = { Body: "same", ServerSideEncryption: "aws:kms" } as const;
    const [first, second] = [await put("kms-1", kms), await put("kms-2", kms)];
    expect(first.ServerSideEncryption).toBe("aws:kms");
    expect(first.SSEKMSKeyId).toMatch(/^arn:aws:kms:/u);
    expect((await head("kms-1")).SSEKMSKeyId).toBe(first.SSEKMSKeyId);
    expect(first.ETag).not.toBe(second.ETag);
  });
});

describe("reading", () => {
  beforeAll(() => put("ten", { Body: "0123456789" }));

  test("answers a range from first to last, an open one, and a suffix", async () => {
    expect(await range("bytes=2-4")).toEqual({ text: "234", ContentRange: "bytes 2-4/10" });
    expect(await range("bytes=7-")).toEqual({ text: "789", ContentRange: "bytes 7-9/10" });
    expect(await range("bytes=8-400")).toEqual({ text: "89", ContentRange: "bytes 8-9/10" });
    expect(await range("bytes=-3")).toEqual({ text: "789", ContentRange: "bytes 7-9/10" });
  });

  test("answers 416 to a range past the end", async () => {
    expect(await refusalOf(range("bytes=10-12"))).toEqual({ code: "InvalidRange", status: 416 });
  });

  test("answers 412 where If-Match does not hold, and 304 where If-None-Match does not", async () => {
    const { ETag } = await head("ten");
    expect(await (await getTen({ IfMatch: ETag })).Body?.transformToString()).toBe("0123456789");
    expect(await refusalOf(getTen({ IfMatch: '"other"' }))).toEqual({ code: "PreconditionFailed", status: 412 });
    expect((await refusalOf(getTen({ IfNoneMatch: ETag }))).status).toBe(304);
  });

  test("says NoSuchKey of what is not there, and 404 without a body to HEAD", async () => {
    expect(await refusalOf(contentOf(client, { Bucket, Key: "nothing" }))).toEqual({ code: "NoSuchKey", status: 404 });
    expect((await refusalOf(head("nothing"))).status).toBe(404);
    const elsewhere = contentOf(client, { Bucket: `${Bucket}-not`, Key: "k" });
    expect(await refusalOf(elsewhere)).toEqual({ code: "NoSuchBucket", status: 404 });
  });
});

describe("writing on a condition", () => {
  test("refuses If-None-Match: * where there is an object", async () => {
    await put("once", { IfNoneMatch: "*" });
    expect(await refusalOf(put("once", { IfNoneMatch: "*" }))).toEqual({ code: "PreconditionFailed", status: 412 });
  });

  test("lets exactly one of the racers win", async () => {
    const racers = Array.from({ length: 6 }, (_unused, at) => put("raced", { Body: `racer ${at}`, IfNoneMatch: "*" }));
    const outcomes = await Promise.allSettled(racers);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const losers = outcomes.filter((outcome) => outcome.status === "rejected");
    const refusals = await Promise.all(losers.map(({ reason }) => refusalOf(Promise.reject(reason))));
    expect(refusals.every(({ status }) => status === 412 || status === 409)).toBe(true);
  });

  test("lets exactly one of the racers replace what all of them read", async () => {
    const { ETag } = await put("swapped");
    const racers = Array.from({ length: 6 }, (_unused, at) => put("swapped", { Body: `racer ${at}`, IfMatch: ETag }));
    const outcomes = await Promise.allSettled(racers);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("is refused with an answer, not a broken connection, however large the body", async () => {
    await put("large");
    const Body = bytesLike(8, 16 * 1024 ** 2);
    expect((await refusalOf(put("large", { Body, IfNoneMatch: "*" }))).status).toBe(412);
    const elsewhere = put("k", { Bucket: `${Bucket}-not`, Body });
    expect((await refusalOf(elsewhere)).code).toBe("NoSuchBucket");
  });

  test("replaces only what If-Match names", async () => {
    const { ETag } = await put("replaced", { Body: "first" });
    expect((await refusalOf(put("replaced", { IfMatch: '"0123"' }))).status).toBe(412);
    await put("replaced", { Body: "second", IfMatch: ETag });
    expect((await refusalOf(put("replaced", { Body: "third", IfMatch: ETag }))).status).toBe(412);
    expect((await contentOf(client, { Bucket, Key: "replaced" })).toString()).toBe("second");
    expect((await refusalOf(put("never-was", { IfMatch: ETag }))).status).toBe(404);
  });
});

describe("what surrounds an object", () => {
  test("changes tags without touching the body", async () => {
    await put("tagged", { Tagging: "a=1&b=x%20y" });
    const before = await head("tagged");
    const read = async () => (await client.send(new GetObjectTaggingCommand({ Bucket, Key: "tagged" }))).TagSet;
    expect(await read()).toEqual([
      { Key: "a", Value: "1" },
      { Key: "b", Value: "x y" },
    ]);
    const Tagging = { TagSet: [{ Key: "c", Value: "<&>" }] };
    await client.send(new PutObjectTaggingCommand({ Bucket, Key: "tagged", Tagging }));
    expect(await read()).toEqual(Tagging.TagSet);
    const after = await head("tagged");
    expect([after.ETag, after.LastModified, after.ContentLength]).toEqual([
      before.ETag,
      before.LastModified,
      before.ContentLength,
    ]);
  });

  test("copies with the metadata of the source, or with other metadata when asked", async () => {
    await put("copied +%", { Metadata: { from: "source" }, ContentType: "text/x" });
    const CopySource = `${Bucket}/${encodeURIComponent("copied +%")}`;
    await client.send(new CopyObjectCommand({ Bucket, Key: "same", CopySource }));
    expect(await head("same")).toMatchObject({ Metadata: { from: "source" }, ContentType: "text/x" });
    const replaced = { MetadataDirective: "REPLACE", Metadata: { from: "copy" }, ContentType: "text/y" } as const;
    await client.send(new CopyObjectCommand({ Bucket, Key: "other", CopySource, ...replaced }));
    expect(await head("other")).toMatchObject({ Metadata: { from: "copy" }, ContentType: "text/y" });
    expect((await contentOf(client, { Bucket, Key: "other" })).toString()).toBe("content of copied +%");
  });

  test("deletes many objects at once, those that are not there too", async () => {
    await Promise.all(["many/1", "many/2", "many/<&>"].map((Key) => put(Key)));
    const Objects = ["many/1", "many/2", "many/<&>", "many/none"].map((Key) => ({ Key }));
    const { Deleted, Errors } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.map(({ Key }) => Key)).toEqual(Objects.map(({ Key }) => Key));
    expect(Errors ?? []).toEqual([]);
    expect((await refusalOf(head("many/1"))).status).toBe(404);
  });
});
