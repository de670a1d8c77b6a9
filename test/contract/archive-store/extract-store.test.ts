import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { GetObjectCommand, HeadObjectCommand, ListMultipartUploadsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { S3_CLIENT_SETTINGS } from "../../../functions/adapters/s3/s3-client-settings.ts";
import { s3ExtractStore } from "../../../functions/adapters/s3/s3-extract-store.ts";
import { s3WorkStore } from "../../../functions/adapters/s3/s3-work-store.ts";
import type { CopySource } from "../../../functions/domain/archive/archive-store.ts";
import { extractsPrefix } from "../../../functions/domain/extract/extract.ts";
import type { ExtractStore } from "../../../functions/domain/extract/extract-store.ts";
import { memoryArchiveStore } from "../../support/memory-archive-store.ts";
import { memoryExtractStore } from "../../support/memory-extract-store.ts";
import { openS3Endpoint, type S3Endpoint } from "../../support/s3-endpoint.ts";

const MiB = 1024 ** 2;
const content = randomBytes(13 * MiB);
const KEY = "t/acme/b/b1/g1/archive.zip";

/** An extract store, an archive of which two versions are there, and a way to look. */
interface World {
  readonly store: ExtractStore;
  readonly source: CopySource;
  read(key: string): Promise<Uint8Array | undefined>;
  openUploads(): Promise<number>;
  close(): Promise<void>;
}

async function memoryWorld(): Promise<World> {
  const held = { versionId: "v1", bytes: content.length, content, crc32: crc32(content), retainedUntil: 0 };
  const archives = memoryArchiveStore({ partBytesMin: 5 * MiB, holds: new Map([[KEY, held]]) });
  const store = memoryExtractStore(archives, { partBytesMin: 5 * MiB });
  return {
    store,
    source: { bucket: archives.bucket, key: KEY, versionId: "v1" },
    read: async (key) => store.objects.get(key)?.content,
    openUploads: async () => store.uploads.size,
    close: async () => {},
  };
}

async function s3World(): Promise<World & { readonly endpoint: S3Endpoint; readonly bucket: string }> {
  const endpoint = await openS3Endpoint();
  const [archives, bucket] = [await endpoint.createBucket("versioned"), await endpoint.createBucket()];
  const put = (Body: Uint8Array) => endpoint.client.send(new PutObjectCommand({ Bucket: archives, Key: KEY, Body }));
  const { VersionId = "" } = await put(content);
  await put(Buffer.from("a later version"));
  return {
    endpoint,
    bucket,
    store: s3ExtractStore({ client: endpoint.clientWith(S3_CLIENT_SETTINGS), bucket }),
    source: { bucket: archives, key: KEY, versionId: VersionId },
    async read(key) {
      try {
        const { Body } = await endpoint.client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof Error && error.name === "NoSuchKey") return undefined;
        throw error;
      }
    },
    async openUploads() {
      return (await endpoint.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads?.length ?? 0;
    },
    close: () => endpoint.close(),
  };
}

let keys = 0;
const fresh = () => {
  keys += 1;
  return { key: `t/acme/extracts/b1/x${keys}`, tenantId: "acme", backupId: "b1" };
};
const whole = (bytes: Uint8Array) => ({ bytes: bytes.length, crc32: crc32(bytes) });

describe.each<[string, () => Promise<World>]>([
  ["in memory", memoryWorld],
  ["in S3", s3World],
])("a file taken out of an archive, %s", (_, open) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world?.close());

  it.each([0, 1, 100_000])("is put in one piece, if it is small (%s bytes)", async (length) => {
    const [object, bytes] = [fresh(), content.subarray(0, length)];
    await world.store.put(object, bytes, crc32(bytes));
    expect(Buffer.from((await world.read(object.key)) ?? "none").equals(bytes)).toBe(true);
  });

  it("is not put with a CRC-32 that is not its own, and never over another one", async () => {
    const object = fresh();
    await expect(world.store.put(object, Buffer.from("a"), crc32("b"))).rejects.toMatchObject({ name: "Failure" });
    expect(await world.read(object.key)).toBeUndefined();
    await world.store.put(object, Buffer.from("a"), crc32("a"));
    await expect(world.store.put(object, Buffer.from("b"), crc32("b"))).rejects.toMatchObject({
      code: "store-conflict",
    });
    expect(Buffer.from((await world.read(object.key)) ?? "").toString()).toBe("a");
  });

  it("is copied by the store, of the very version, in parts", async () => {
    const object = fresh();
    const [first, middle, last] = [1_001, 6 * MiB, 12 * MiB];
    const upload = await world.store.begin(object);
    const parts = await Promise.all(
      [
        [1, first, middle - 1],
        [2, middle, last],
      ].map(async ([number = 0, from = 0, to = 0]) => {
        const copy = await world.store.copyPart(upload, number, world.source, from, to);
        if (copy.outcome !== "copied") throw new Error(copy.error);
        return { number, etag: copy.etag, bytes: to - from + 1, crc32: crc32(content.subarray(from, to + 1)) };
      }),
    );
    const bytes = content.subarray(first, last + 1);
    await expect(world.store.complete(upload, parts, { ...whole(bytes), crc32: 1 })).rejects.toMatchObject({
      code: "archive-corrupt",
    });
    expect(await world.read(object.key)).toBeUndefined();
    await world.store.complete(upload, parts, whole(bytes));
    expect(Buffer.from((await world.read(object.key)) ?? "").equals(bytes)).toBe(true);
    expect(await world.openUploads()).toBe(0);
  });

  it("is put in parts where the store copies none", async () => {
    const object = fresh();
    const upload = await world.store.begin(object);
    const [a, b] = [content.subarray(0, 5 * MiB), content.subarray(5 * MiB, 6 * MiB)];
    const etags = [
      await world.store.putPart(upload, 1, a, crc32(a)),
      await world.store.putPart(upload, 2, b, crc32(b)),
    ];
    const parts = [a, b].map((bytes, index) => ({ number: index + 1, etag: etags[index] ?? "", ...whole(bytes) }));
    await world.store.complete(upload, parts, whole(content.subarray(0, 6 * MiB)));
    expect((await world.read(object.key))?.length).toBe(6 * MiB);
  });

  it("is none of an archive that is gone, and leaves nothing once it was given up", async () => {
    const upload = await world.store.begin(fresh());
    const gone = { ...world.source, key: "t/acme/b/b2/g1/archive.zip" };
    await expect(world.store.copyPart(upload, 1, gone, 0, 6 * MiB)).rejects.toMatchObject({ code: "source-changed" });
    await world.store.abort(upload);
    await world.store.abort(upload);
    expect(await world.openUploads()).toBe(0);
    expect(await world.read(upload.key)).toBeUndefined();
  });
});

it("leaves nothing of itself once all that was taken out of its backup is removed, finished or not", async () => {
  const { endpoint, bucket, ...world } = await s3World();
  const [finished, cut] = [fresh(), fresh()];
  await world.store.put(finished, Buffer.from("a"), crc32("a"));
  await world.store.putPart(await world.store.begin(cut), 1, content, crc32(content));
  const work = s3WorkStore({ client: endpoint.client, bucket });
  await work.removeAll(extractsPrefix({ tenantId: "acme", backupId: "another" }));
  expect([await world.openUploads(), (await world.read(finished.key))?.length]).toEqual([1, 1]);
  await work.removeAll(extractsPrefix(cut));
  expect([await world.openUploads(), await world.read(finished.key)]).toEqual([0, undefined]);
  await world.close();
});

it("is of no type that a browser shows", async () => {
  const world = await s3World();
  const object = fresh();
  await world.store.put(object, Buffer.from("<html>"), crc32("<html>"));
  const head = await world.endpoint.client.send(new HeadObjectCommand({ Bucket: world.bucket, Key: object.key }));
  expect(head.ContentType).toBe("application/octet-stream");
  await world.close();
});
