import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { ListMultipartUploadsCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { S3_CLIENT_SETTINGS } from "../../../functions/adapters/s3/s3-client-settings.ts";
import { s3WorkStore } from "../../../functions/adapters/s3/s3-work-store.ts";
import type { WorkStore } from "../../../functions/domain/archive/work-store.ts";
import { Failure } from "../../../functions/domain/failure.ts";
import { openS3Endpoint, type S3Endpoint } from "../../support/s3-endpoint.ts";

const PART_BYTES = 5 * 1024 * 1024;

let endpoint: S3Endpoint;
let bucket: string;
let store: WorkStore;
beforeAll(async () => {
  endpoint = await openS3Endpoint();
  bucket = await endpoint.createBucket();
  const client = endpoint.clientWith(S3_CLIENT_SETTINGS);
  store = s3WorkStore({ client, bucket, partBytes: PART_BYTES });
});
afterAll(() => endpoint.close());

async function* chunksOf(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

const sumsOf = (bytes: Uint8Array) => ({
  bytes: bytes.length,
  crc32: crc32(bytes),
  sha256: createHash("sha256").update(bytes).digest("hex"),
});

const readAll = async (key: string, first?: number, last?: number) =>
  Buffer.concat(await Array.fromAsync(store.read(key, first, last)));

const openUploads = async () =>
  (await endpoint.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads;

describe("working objects", () => {
  it.each([
    ["nothing", 0, 1],
    ["a byte", 1, 1],
    ["exactly one part", PART_BYTES, 1],
    ["one byte more than a part", PART_BYTES + 1, 4],
    ["exactly two parts", 2 * PART_BYTES, 4],
    ["several parts, each but the first twice as large", 4 * PART_BYTES + 12_345, 5],
  ])("of %s come back as they were, with their sums", async (name, length, requests) => {
    const bytes = randomBytes(length);
    const key = `t/acme/b/1/g1/${name}`;
    expect(await store.write(key, chunksOf(bytes, 777_777))).toEqual({ ...sumsOf(bytes), requests });
    expect((await readAll(key)).equals(bytes)).toBe(true);
    expect(await openUploads()).toBeUndefined();
  });

  it("are read by ranges", async () => {
    const bytes = Buffer.from("0123456789");
    await store.write("t/acme/b/1/g1/digits", chunksOf(bytes, 3));
    expect((await readAll("t/acme/b/1/g1/digits", 3)).toString()).toBe("3456789");
    expect((await readAll("t/acme/b/1/g1/digits", 3, 5)).toString()).toBe("345");
    expect((await readAll("t/acme/b/1/g1/digits", 5, 4)).toString()).toBe("");
    await expect(readAll("t/acme/b/1/g1/digits", 5, 10)).rejects.toMatchObject({ code: "store-conflict" });
  });

  it("can be written again, by a step that is done again", async () => {
    const key = "t/acme/b/1/g1/again";
    const bytes = randomBytes(PART_BYTES + 1);
    await store.write(key, chunksOf(bytes, 1_000_000));
    expect(await store.write(key, chunksOf(bytes, 500_000))).toMatchObject(sumsOf(bytes));
  });

  it("are gone once removed, and need not be there for that", async () => {
    const key = "t/acme/b/1/g1/gone";
    await store.write(key, chunksOf(Buffer.from("x"), 1));
    await store.remove(key);
    await store.remove(key);
    await expect(readAll(key)).rejects.toMatchObject({ code: "store-not-found" });
  });

  it.each([0, 1, 2 * PART_BYTES + 1])(
    "leave nothing behind when their source breaks after %i bytes",
    async (length) => {
      const key = "t/acme/b/1/g1/broken";
      let isClosed = false;
      async function* broken(): AsyncGenerator<Uint8Array> {
        try {
          yield* chunksOf(randomBytes(length), 1_000_000);
          throw new Failure("dump-failed", { exitCode: 1 });
        } finally {
          isClosed = true;
        }
      }
      await expect(store.write(key, broken())).rejects.toMatchObject({ code: "dump-failed" });
      expect(isClosed).toBe(true);
      await expect(readAll(key)).rejects.toMatchObject({ code: "store-not-found" });
      expect(await openUploads()).toBeUndefined();
    },
  );
});
