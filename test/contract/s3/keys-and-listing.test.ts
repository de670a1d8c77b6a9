import {
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contentOf } from "../../support/s3-content.ts";
import { openS3Endpoint, type S3Endpoint } from "../../support/s3-endpoint.ts";
import { refusalOf } from "../../support/s3-refusal.ts";

let endpoint: S3Endpoint;
let client: S3Client;

beforeAll(async () => {
  endpoint = await openS3Endpoint();
  client = endpoint.client;
});
afterAll(() => endpoint.close());

/** UTF-8 bytes, the order in which S3 lists; that of JavaScript's strings differs beyond the basic plane. */
const inByteOrder = (keys: readonly string[]) =>
  keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

describe("keys", () => {
  const keys = [
    "with space",
    " at the edges ",
    "a+b",
    "100%",
    "%41",
    "%2F",
    "übergrößen.pdf",
    "日本語",
    "😀 emoji",
    "\u{ffee}",

    "a//b",
    "/first",
    "last/",
    "./x",
    "a/./x",
    "../x",
    "a/../x",
    "<&>\"'",
    "line\nfeed",
    "?x=y",
    "#hash",
    "back\\slash",
    "~!*()'",
  ];

  test("are kept as they are, whatever they look like", async () => {
    const Bucket = await endpoint.createBucket();
    for (const Key of keys) await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    for (const Key of keys) expect((await contentOf(client, { Bucket, Key })).toString()).toBe(Key);
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(inByteOrder(keys));
    const encoded = await client.send(new ListObjectsV2Command({ Bucket, EncodingType: "url" }));
    const decoded = encoded.Contents?.map(({ Key }) => decodeURIComponent((Key ?? "").replaceAll("+", " ")));
    expect(decoded).toEqual(inByteOrder(keys));
  });

  test("have at most 1,024 bytes", async () => {
    const Bucket = await endpoint.createBucket();
    await client.send(new PutObjectCommand({ Bucket, Key: "ü".repeat(512), Body: new Uint8Array(0) }));
    const tooLong = client.send(new PutObjectCommand({ Bucket, Key: "ü".repeat(513), Body: new Uint8Array(0) }));
    expect(await refusalOf(tooLong)).toEqual({ code: "KeyTooLongError", status: 400 });
  });
});

describe("listing", () => {
  let Bucket: string;
  const keys = ["a", "b/1", "b/2", "b/c/1", "b/c/2", "c", "d/1", "e", "é", "😀"];
  beforeAll(async () => {
    Bucket = await endpoint.createBucket();
    for (const Key of keys.toReversed()) await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  });

  /** All pages of a listing: keys and common prefixes of each. */
  async function pages(input: Omit<ListObjectsV2CommandInput, "Bucket">): Promise<string[][]> {
    const seen: string[][] = [];
    let ContinuationToken: string | undefined;
    do {
      const page: ListObjectsV2CommandOutput = await client.send(
        new ListObjectsV2Command({ Bucket, ...input, ContinuationToken }),
      );
      seen.push([
        ...(page.Contents ?? []).map(({ Key }) => Key ?? ""),
        ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ""),
      ]);
      expect(page.KeyCount).toBe(seen.at(-1)?.length);
      ContinuationToken = page.NextContinuationToken;
      expect(page.IsTruncated).toBe(ContinuationToken !== undefined);
    } while (ContinuationToken !== undefined);
    return seen;
  }

  test("is in byte order", async () => {
    expect(await pages({})).toEqual([keys]);
  });

  test("comes in pages of MaxKeys, with no empty page behind the last", async () => {
    expect(await pages({ MaxKeys: 4 })).toEqual([keys.slice(0, 4), keys.slice(4, 8), keys.slice(8)]);
    expect(await pages({ MaxKeys: 5 })).toEqual([keys.slice(0, 5), keys.slice(5)]);
    expect(await pages({ MaxKeys: 10 })).toEqual([keys]);
  });

  test("begins after StartAfter and keeps to Prefix", async () => {
    expect(await pages({ StartAfter: "b/c/1" })).toEqual([keys.slice(4)]);
    expect(await pages({ Prefix: "b/", MaxKeys: 3 })).toEqual([["b/1", "b/2", "b/c/1"], ["b/c/2"]]);
    expect(await pages({ Prefix: "b/", StartAfter: "b/2" })).toEqual([["b/c/1", "b/c/2"]]);
    expect(await pages({ Prefix: "nothing" })).toEqual([[]]);
  });

  test("folds what Delimiter separates, each fold a row of a page", async () => {
    expect(await pages({ Delimiter: "/" })).toEqual([["a", "c", "e", "é", "😀", "b/", "d/"]]);
    expect(await pages({ Delimiter: "/", MaxKeys: 2 })).toEqual([["a", "b/"], ["c", "d/"], ["e", "é"], ["😀"]]);
    expect(await pages({ Delimiter: "/", Prefix: "b/" })).toEqual([["b/1", "b/2", "b/c/"]]);
  });

  test("tells size, ETag and checksum algorithm of each object", async () => {
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: "a" }));
    expect(Contents).toMatchObject([
      {
        Key: "a",
        Size: 1,
        ETag: '"0cc175b9c0f1b6a831c399e269772661"',
        ChecksumAlgorithm: ["CRC32"],
        StorageClass: "STANDARD",
      },
    ]);
  });
});
