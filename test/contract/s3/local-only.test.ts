import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type S3Options, type S3Server, startS3 } from "../../../infra/local/s3/start-s3.ts";
import { bytesLike, contentOf } from "../../support/s3-content.ts";
import { crc32Text } from "../../support/s3-digests.ts";
import { testCredentials } from "../../support/s3-endpoint.ts";
import { startS3Process } from "../../support/s3-process.ts";
import { refusalOf } from "../../support/s3-refusal.ts";
import { beginUpload } from "../../support/s3-upload.ts";

/** What only makes sense against the server of this repository: faults, its memory, its death, its files. */
const Bucket = "local-only";
let directory: string;
let server: S3Server | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "coffer-s3-local-"));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(directory, { recursive: true });
});

async function start(options: Partial<S3Options> = {}) {
  const { secretAccessKey } = testCredentials;
  server = await startS3({
    port: 0,
    directory,
    region: "eu-central-1",
    credentials: () => secretAccessKey,
    ...options,
  });
  const client = new S3Client({
    endpoint: server.url,
    region: "eu-central-1",
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: testCredentials,
  });
  await client.send(new CreateBucketCommand({ Bucket })).catch(() => {}); // it is there at a second start
  return { client, faults: server.faults };
}

const blobs = () =>
  readdirSync(join(directory, "blobs"), { recursive: true, withFileTypes: true }).filter((each) => each.isFile());

describe("faults", () => {
  test("refuse the n-th call of an operation, with nothing carried out", async () => {
    const { client, faults } = await start();
    faults.arm({ operation: "PutObject", nth: 2, effect: { kind: "refuse", status: 503, code: "SlowDown" } });
    const put = (Key: string) => client.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    await put("1");
    expect(await refusalOf(put("2"))).toEqual({ code: "SlowDown", status: 503 });
    expect((await refusalOf(client.send(new HeadObjectCommand({ Bucket, Key: "2" })))).status).toBe(404);
    await put("3");
    expect(faults.counts.get("PutObject")).toBe(3);
  });

  test("answer a Complete with 200 and an error in the body", async () => {
    const { client, faults } = await start();
    const effect = { kind: "refuse", status: 200, code: "InternalError" } as const;
    faults.arm({ operation: "CompleteMultipartUpload", nth: 1, effect });
    const upload = await beginUpload(client, Bucket, "k");
    const { ETag } = await upload.put(1, Buffer.from("x"));
    const failed = await upload.complete([{ PartNumber: 1, ETag }]).catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: "InternalError" });
    await upload.complete([{ PartNumber: 1, ETag }]);
  });

  test("lose the request, or the answer of what was carried out", async () => {
    const { client, faults } = await start();
    faults.arm({ operation: "PutObject", nth: 1, effect: { kind: "drop-request" } });
    faults.arm({ operation: "PutObject", nth: 2, effect: { kind: "drop-answer" } });
    const put = (Key: string) => client.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    const stored = async (Key: string) => (await client.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength;
    await expect(put("never-came")).rejects.toMatchObject({ code: "ECONNRESET" });
    expect((await refusalOf(stored("never-came"))).status).toBe(404);
    await expect(put("answer-lost")).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(await stored("answer-lost")).toBe(1);
  });
});

describe("the checksum of a copied part", () => {
  test.each([
    ["checksum", true, true],
    ["list-only", false, true],
    ["none", false, false],
  ] as const)("as %s is in the answer: %s, in ListParts: %s", async (copyAnswers, isAnswered, isListed) => {
    const { client } = await start({ copyAnswers });
    await client.send(new PutObjectCommand({ Bucket, Key: "source", Body: "123456789" }));
    const upload = await beginUpload(client, Bucket, "k");
    const part = await upload.copy(1, `${Bucket}/source`);
    expect(part.ChecksumCRC32).toBe(isAnswered ? "y/Q5Jg==" : undefined);
    expect((await upload.list())[0]?.ChecksumCRC32).toBe(isListed ? "y/Q5Jg==" : undefined);
    const whole = { ChecksumType: "FULL_OBJECT", ChecksumCRC32: "y/Q5Jg==" } as const;
    await upload.complete([{ PartNumber: 1, ETag: part.ETag }], whole);
  });
});

describe("the files", () => {
  test("have no names out of keys, and are gone with the last that needs them", async () => {
    const { client } = await start();
    const put = (Key: string, Body: string) => client.send(new PutObjectCommand({ Bucket, Key, Body }));
    await put("../../escaped", "x");
    expect(blobs().map(({ name }) => /^[0-9a-f-]{36}$/u.test(name))).toEqual([true]);
    const upload = await beginUpload(client, Bucket, "copy");
    const { ETag } = await upload.copy(1, `${Bucket}/${encodeURIComponent("../../escaped")}`);
    await upload.complete([{ PartNumber: 1, ETag }]);
    await put("../../escaped", "y");
    expect(blobs()).toHaveLength(2);
    expect((await contentOf(client, { Bucket, Key: "copy" })).toString()).toBe("x");
    await put("copy", "z");
    expect(blobs()).toHaveLength(2);
  });

  test("do not stay behind a body that was refused", async () => {
    const { client } = await start();
    const wrong = client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", ChecksumCRC32: "AAAAAA==" }));
    expect((await refusalOf(wrong)).code).toBe("BadDigest");
    expect(blobs()).toEqual([]);
  });

  test("stay for a reader whose object is replaced while it reads", async () => {
    const { client } = await start();
    const bytes = bytesLike(6, 16 * 1024 ** 2);
    const upload = await beginUpload(client, Bucket, "k");
    const halves = [
      await upload.put(1, bytes.subarray(0, 8 * 1024 ** 2)),
      await upload.put(2, bytes.subarray(8 * 1024 ** 2)),
    ];
    await upload.complete(halves.map(({ ETag }, at) => ({ PartNumber: at + 1, ETag })));
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: "k" }));
    await client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "new" }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
    await expect.poll(() => blobs().length).toBe(1);
  });

  test("belong to one server at a time", async () => {
    await start();
    const second = startS3({ port: 0, directory, credentials: () => undefined });
    await expect(second).rejects.toThrow(/another S3 server has .* open/u);
  });

  test("and all else are found again after a stop and a start", async () => {
    const first = await start();
    await first.client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "kept", Metadata: { a: "b" } }));
    const upload = await beginUpload(first.client, Bucket, "parts");
    const { ETag } = await upload.put(1, Buffer.from("part"));
    await server?.close();
    const second = await start();
    expect((await contentOf(second.client, { Bucket, Key: "k" })).toString()).toBe("kept");
    const again = beginUpload(second.client, Bucket, "other");
    expect((await again).id.UploadId).not.toBe(upload.id.UploadId);
    const Parts = [{ PartNumber: 1, ETag }];
    await second.client.send(new CompleteMultipartUploadCommand({ ...upload.id, MultipartUpload: { Parts } }));
    expect((await contentOf(second.client, { Bucket, Key: "parts" })).toString()).toBe("part");
  });
});

describe("a server in a process of its own", () => {
  test("loses nothing it acknowledged when it is killed, and keeps nothing it did not", async () => {
    const first = await startS3Process(directory);
    await first.client.send(new CreateBucketCommand({ Bucket }));
    const acknowledged: string[] = [];
    const upload = await beginUpload(first.client, Bucket, "upload");
    const parts: number[] = [];
    const killed = Promise.withResolvers<void>();
    const writer = async (name: string) => {
      for (let at = 0; ; at += 1) {
        const Key = `${name}/${at}`;
        await first.client.send(new PutObjectCommand({ Bucket, Key, Body: Key.repeat(20_000) }));
        acknowledged.push(Key);
        const number = acknowledged.length;
        await upload.put(number, Buffer.from(Key));
        parts.push(number);
        if (number >= 60) killed.resolve();
      }
    };
    const writers = ["a", "b", "c"].map((name) => writer(name).catch(() => name));
    await killed.promise;
    await first.kill(); // in the middle of what the writers do
    await Promise.all(writers);

    const second = await startS3Process(directory);
    try {
      for (const Key of acknowledged) {
        expect((await contentOf(second.client, { Bucket, Key })).toString()).toBe(Key.repeat(20_000));
      }
      const listed = await second.client.send(new ListPartsCommand(upload.id));
      const numbers = new Set(listed.Parts?.map(({ PartNumber }) => PartNumber));
      expect(parts.filter((number) => !numbers.has(number))).toEqual([]);
      const { KeyCount = 0 } = await second.client.send(new ListObjectsV2Command({ Bucket }));
      expect(blobs()).toHaveLength(KeyCount + numbers.size);
    } finally {
      await second.kill();
    }
  });

  /** 200 MiB unless COFFER_S3_UPLOAD_MIB says otherwise; the promise holds for 500 as well. */
  test("takes a large upload, and gives it back, in at most 200 MiB of memory", async () => {
    const uploadMiB = Number(process.env["COFFER_S3_UPLOAD_MIB"] ?? 200);
    const own = await startS3Process(directory);
    const { client } = own;
    try {
      await client.send(new CreateBucketCommand({ Bucket }));
      const piece = bytesLike(7, 8 * 1024 ** 2);
      const upload = await beginUpload(client, Bucket, "large");
      const numbers = Array.from({ length: uploadMiB / 8 }, (_unused, at) => at + 1);
      const etags = new Map<number, string>();
      const lane = async () => {
        for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
          etags.set(number, (await upload.put(number, piece)).ETag);
        }
      };
      await Promise.all([lane(), lane(), lane(), lane()]);
      const parts = [...etags]
        .map(([PartNumber, ETag]) => ({ PartNumber, ETag }))
        .sort((a, b) => a.PartNumber - b.PartNumber);
      const pieces = parts.map(() => piece);
      await upload.complete(parts, { ChecksumType: "FULL_OBJECT", ChecksumCRC32: crc32Text(...pieces) });
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: "large" }));
      let read = 0;
      for await (const chunk of Body?.transformToWebStream() ?? []) read += chunk.length;
      expect(read).toBe(uploadMiB * 1024 ** 2);
      expect(own.peakMiB()).toBeLessThan(200);
    } finally {
      await own.kill();
    }
  });
});
