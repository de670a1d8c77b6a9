import {
  AbortMultipartUploadCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesLike, contentOf } from "../../support/s3-content.ts";
import { crc32Text } from "../../support/s3-digests.ts";
import { openS3Endpoint, type S3Endpoint } from "../../support/s3-endpoint.ts";
import { refusalOf } from "../../support/s3-refusal.ts";
import { beginUpload } from "../../support/s3-upload.ts";

let endpoint: S3Endpoint;
let client: S3Client;
let Bucket: string;

beforeAll(async () => {
  endpoint = await openS3Endpoint();
  client = endpoint.client;
  Bucket = await endpoint.createBucket("versioned");
});
afterAll(() => endpoint.close());

const partBytesMin = 5 * 1024 ** 2;
const large = bytesLike(1, partBytesMin);
const small = bytesLike(2, 1000);
const begin = (Key: string) => beginUpload(client, Bucket, Key);

/** An upload of two parts, not yet completed. */
async function twoParts(Key: string) {
  const upload = await begin(Key);
  const [first, second] = [await upload.put(1, large), await upload.put(2, small)];
  const parts = [
    { PartNumber: 1, ETag: first.ETag },
    { PartNumber: 2, ETag: second.ETag },
  ];
  return { upload, parts };
}

const wholeOf = (...pieces: readonly Uint8Array[]) => ({
  ChecksumType: "FULL_OBJECT" as const,
  ChecksumCRC32: crc32Text(...pieces),
  MpuObjectSize: pieces.reduce((sum, piece) => sum + piece.length, 0),
});

describe("the checksum of the whole", () => {
  test("is combined from the parts', told for each of them, and carried by the object", async () => {
    const upload = await begin("whole");
    const second = await upload.put(2, small); // in any order
    const first = await upload.put(1, large);
    expect([first.ChecksumCRC32, second.ChecksumCRC32]).toEqual([crc32Text(large), crc32Text(small)]);
    const parts = [
      { PartNumber: 1, ETag: first.ETag, ChecksumCRC32: crc32Text(large) },
      { PartNumber: 2, ETag: second.ETag },
    ];
    const answer = await upload.complete(parts, wholeOf(large, small));
    expect(answer.ChecksumCRC32).toBe(crc32Text(large, small));
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "whole", ChecksumMode: "ENABLED" }));
    expect(head).toMatchObject({ ChecksumCRC32: crc32Text(large, small), ChecksumType: "FULL_OBJECT" });
    expect((await contentOf(client, { Bucket, Key: "whole" })).equals(Buffer.concat([large, small]))).toBe(true);
  });

  test("when wrong is BadDigest, and the upload lives on", async () => {
    const { upload, parts } = await twoParts("wrong-checksum");
    const wrong = { ...wholeOf(large, small), ChecksumCRC32: crc32Text(small, large) };
    expect(await refusalOf(upload.complete(parts, wrong))).toEqual({ code: "BadDigest", status: 400 });
    expect(await upload.list()).toHaveLength(2);
    await upload.complete(parts, wholeOf(large, small));
  });

  test("does not excuse a wrong size", async () => {
    const { upload, parts } = await twoParts("wrong-size");
    const wrong = { ...wholeOf(large, small), MpuObjectSize: large.length };
    expect(await refusalOf(upload.complete(parts, wrong))).toEqual({ code: "InvalidRequest", status: 400 });
    await upload.complete(parts, wholeOf(large, small));
  });

  test("of a composite is one of the parts' checksums, and says so", async () => {
    const upload = await beginUpload(client, Bucket, "composite", { ChecksumType: "COMPOSITE" });
    const part = await upload.put(1, small);
    const named = [{ PartNumber: 1, ETag: part.ETag, ChecksumCRC32: crc32Text(small) }];
    const answer = await upload.complete(named);
    expect(answer.ChecksumCRC32).toBe(`${crc32Text(Buffer.from(crc32Text(small), "base64"))}-1`);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "composite", ChecksumMode: "ENABLED" }));
    expect(head.ChecksumType).toBe("COMPOSITE");
  });

  test("of a part is checked when the part comes", async () => {
    const upload = await begin("wrong-part");
    const wrong = endpoint.clientWith({});
    wrong.middlewareStack.add(
      (next) => (args) => {
        if (args.request && typeof args.request === "object" && "headers" in args.request) {
          Object.assign(args.request.headers ?? {}, { "x-amz-checksum-crc32": crc32Text(large) });
        }
        return next(args);
      },
      { step: "build", priority: "low", name: "wrongChecksum" },
    );
    const sent = wrong.send(new UploadPartCommand({ ...upload.id, PartNumber: 1, Body: small }));
    expect(await refusalOf(sent)).toEqual({ code: "BadDigest", status: 400 });
    expect(await upload.list()).toEqual([]);
  });
});

describe("parts", () => {
  test("uploaded again replace the first", async () => {
    const upload = await begin("again");
    await upload.put(1, bytesLike(9, 2000));
    const second = await upload.put(1, small);
    expect(await upload.list()).toEqual([
      { PartNumber: 1, ETag: second.ETag, Size: 1000, ChecksumCRC32: crc32Text(small) },
    ]);
    await upload.complete([{ PartNumber: 1, ETag: second.ETag }], wholeOf(small));
  });

  test("are listed in pages", async () => {
    const upload = await begin("pages");
    for (const number of [3, 1, 10_000, 2]) await upload.put(number, small);
    const page = (PartNumberMarker?: string) =>
      client.send(new ListPartsCommand({ ...upload.id, MaxParts: 3, PartNumberMarker }));
    const first = await page();
    expect(first.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([1, 2, 3]);
    expect(first).toMatchObject({ IsTruncated: true, ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" });
    const second = await page(first.NextPartNumberMarker);
    expect(second.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([10_000]);
    expect(second.IsTruncated).toBe(false);
  });

  test("that Complete does not name are dropped", async () => {
    const { upload, parts } = await twoParts("dropped");
    await upload.complete(parts.slice(1), wholeOf(small));
    expect((await contentOf(client, { Bucket, Key: "dropped" })).equals(small)).toBe(true);
  });

  test("that are unknown, or have another ETag, are InvalidPart", async () => {
    const { upload, parts } = await twoParts("invalid");
    const unknown = upload.complete([...parts.slice(0, 1), { PartNumber: 3, ETag: parts[0]?.ETag ?? "" }]);
    expect(await refusalOf(unknown)).toEqual({ code: "InvalidPart", status: 400 });
    const other = upload.complete([{ PartNumber: 1, ETag: `"${"0".repeat(32)}"` }]);
    expect(await refusalOf(other)).toEqual({ code: "InvalidPart", status: 400 });
  });

  test("out of order are InvalidPartOrder", async () => {
    const { upload, parts } = await twoParts("order");
    expect((await refusalOf(upload.complete(parts.toReversed()))).code).toBe("InvalidPartOrder");
  });

  test("under 5 MiB, but for the last, are EntityTooSmall, and the upload lives on", async () => {
    const upload = await begin("too-small");
    const [first, second] = [await upload.put(1, small), await upload.put(2, large)];
    const parts = [
      { PartNumber: 1, ETag: first.ETag },
      { PartNumber: 2, ETag: second.ETag },
    ];
    expect(await refusalOf(upload.complete(parts))).toEqual({ code: "EntityTooSmall", status: 400 });
    const mended = await upload.put(1, large);
    await upload.complete([{ PartNumber: 1, ETag: mended.ETag }, ...parts.slice(1)]);
  });

  test("are numbered from 1 to 10,000", async () => {
    const upload = await begin("numbers");
    for (const number of [0, 10_001]) {
      expect(await refusalOf(upload.put(number, small))).toEqual({ code: "InvalidArgument", status: 400 });
    }
  });
});

describe("the end of an upload", () => {
  test("by Abort is final", async () => {
    const { upload, parts } = await twoParts("aborted");
    await client.send(new AbortMultipartUploadCommand(upload.id));
    const gone = { code: "NoSuchUpload", status: 404 };
    expect(await refusalOf(upload.list())).toEqual(gone);
    expect(await refusalOf(upload.put(1, small))).toEqual(gone);
    expect(await refusalOf(upload.complete(parts))).toEqual(gone);
  });

  test("by Complete can be asked for twice: the same answer, and no second version", async () => {
    const { upload, parts } = await twoParts("twice");
    const first = await upload.complete(parts, wholeOf(large, small));
    const second = await upload.complete(parts, wholeOf(large, small));
    expect([second.ETag, second.VersionId, second.ChecksumCRC32]).toEqual([
      first.ETag,
      first.VersionId,
      first.ChecksumCRC32,
    ]);
    const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: "twice" }));
    expect(Versions).toHaveLength(1);
    expect((await refusalOf(upload.list())).code).toBe("NoSuchUpload");
    expect((await refusalOf(upload.put(3, small))).code).toBe("NoSuchUpload");
    expect((await refusalOf(upload.complete(parts.slice(1)))).code).toBe("NoSuchUpload");
  });

  test("by Complete takes If-None-Match: *, also when raced", async () => {
    const uploads = [await twoParts("raced"), await twoParts("raced"), await twoParts("raced")];
    const outcomes = await Promise.allSettled(
      uploads.map(({ upload, parts }) => upload.complete(parts, { IfNoneMatch: "*" })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: "raced" }));
    expect(Versions).toHaveLength(1);
  });

  test("by Complete takes If-Match", async () => {
    const { ETag } = await client.send(new PutObjectCommand({ Bucket, Key: "matched", Body: "x" }));
    const { upload, parts } = await twoParts("matched");
    const wrong = upload.complete(parts, { IfMatch: '"0"' });
    expect(await refusalOf(wrong)).toEqual({ code: "PreconditionFailed", status: 412 });
    await upload.complete(parts, { IfMatch: ETag });
  });

  test("not reached is shown by ListMultipartUploads, in pages", async () => {
    const own = await endpoint.createBucket();
    for (const Key of ["u/2", "u/1", "u/1", "v"]) await beginUpload(client, own, Key);
    const page = (markers: object) =>
      client.send(new ListMultipartUploadsCommand({ Bucket: own, MaxUploads: 2, ...markers }));
    const first = await page({});
    expect(first.Uploads?.map(({ Key }) => Key)).toEqual(["u/1", "u/1"]);
    expect(first.IsTruncated).toBe(true);
    const second = await page({ KeyMarker: first.NextKeyMarker, UploadIdMarker: first.NextUploadIdMarker });
    expect(second.Uploads?.map(({ Key }) => Key)).toEqual(["u/2", "v"]);
    expect(second.IsTruncated).toBe(false);
    const prefixed = await client.send(new ListMultipartUploadsCommand({ Bucket: own, Prefix: "v" }));
    expect(prefixed.Uploads).toHaveLength(1);
  });
});
