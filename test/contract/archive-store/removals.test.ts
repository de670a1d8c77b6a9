import { crc32 } from "node:zlib";
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { s3ArchiveStore } from "../../../functions/adapters/s3/s3-archive-store.ts";
import { S3_CLIENT_SETTINGS } from "../../../functions/adapters/s3/s3-client-settings.ts";
import { s3WorkStore } from "../../../functions/adapters/s3/s3-work-store.ts";
import type { ArchiveStore } from "../../../functions/domain/archive/archive-store.ts";
import type { WorkStore } from "../../../functions/domain/archive/work-store.ts";
import { memoryArchiveStore } from "../../support/memory-archive-store.ts";
import { memoryWorkStore } from "../../support/memory-work-store.ts";
import { openS3Endpoint, type S3Endpoint } from "../../support/s3-endpoint.ts";

let endpoint: S3Endpoint;
let workBucket: string;
let archiveBucket: string;
beforeAll(async () => {
  endpoint = await openS3Endpoint();
  workBucket = await endpoint.createBucket();
  archiveBucket = await endpoint.createBucket("locked");
});
afterAll(() => endpoint.close());

const content = Buffer.from("an archive");
const whole = { bytes: content.length, crc32: crc32(content) };

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const isThere = async (store: WorkStore, key: string): Promise<boolean> => {
  try {
    return (await Array.fromAsync(store.read(key))).length > 0;
  } catch {
    return false;
  }
};

const WORLDS = [
  {
    name: "in memory",
    work: () => memoryWorkStore(),
    archives: () => memoryArchiveStore({ partBytesMin: 1, now: Date.now }),
  },
  {
    name: "in the store",
    work: () => s3WorkStore({ client: endpoint.clientWith(S3_CLIENT_SETTINGS), bucket: workBucket }),
    archives: () => s3ArchiveStore({ client: endpoint.clientWith(S3_CLIENT_SETTINGS), bucket: archiveBucket }),
  },
];

const archived = async (archives: ArchiveStore, key: string) => {
  const upload = { key, uploadId: await archives.begin({ key, tenantId: "acme", backupId: "1" }) };
  await archives.putPart(upload, 1, content, whole.crc32);
  return { key, ...(await archives.complete(upload, await Array.fromAsync(archives.listParts(upload)), whole)) };
};
const canRead = async (archives: ArchiveStore, archive: { readonly key: string; readonly versionId: string }) => {
  try {
    return (await Array.fromAsync(archives.read(archive, 0, 0))).length > 0;
  } catch {
    return false;
  }
};

describe.each(WORLDS)("what a backup leaves $name", (world) => {
  it.each(["acme", "globex"])("of %s goes from the work bucket, and nothing of any other backup", async (tenantId) => {
    const work = world.work();
    const mine = [`t/${tenantId}/b/1/g1/dump`, `t/${tenantId}/b/1/g2/part-index`];
    const others = [`t/${tenantId}/b/11/g1/dump`, `t/${tenantId}x/b/1/g1/dump`];
    for (const key of [...mine, ...others]) await work.write(key, bytesOf("bytes"));

    await work.removeAll(`t/${tenantId}/b/1/`);
    await work.removeAll(`t/${tenantId}/b/1/`);

    for (const key of mine) expect(await isThere(work, key)).toBe(false);
    for (const key of others) expect(await isThere(work, key)).toBe(true);
  });

  it.each(["acme", "globex"])("of %s goes from the archive bucket but for what is kept or locked", async (tenantId) => {
    const archives = world.archives();
    const [lost, kept, locked, other] = [
      await archived(archives, `t/${tenantId}/b/1/g1/archive.zip`),
      await archived(archives, `t/${tenantId}/b/1/g2/archive.zip`),
      await archived(archives, `t/${tenantId}/b/1/g3/archive.zip`),
      await archived(archives, `t/${tenantId}/b/2/g1/archive.zip`),
    ];
    await archives.retain(locked, Date.now() + 3_600_000);

    expect(await archives.removeVersions(`t/${tenantId}/b/1/`, kept.versionId)).toBe(false);

    const left = [lost, kept, locked, other].map((archive) => canRead(archives, archive));
    expect(await Promise.all(left)).toEqual([false, true, true, true]);
    expect(await archives.removeVersions(`t/${tenantId}/b/2/`)).toBe(true);
    expect(await canRead(archives, other)).toBe(false);
    expect(await archives.removeVersions(`t/${tenantId}/b/2/`)).toBe(true);
  });
});

describe("in the store alone", () => {
  it("writes to the work bucket that never ended go too", async () => {
    const { client } = endpoint;
    const begin = (Key: string) => client.send(new CreateMultipartUploadCommand({ Bucket: workBucket, Key }));
    await begin("t/acme/b/3/g1/dump");
    await begin("t/acme/b/4/g1/dump");

    await s3WorkStore({ client, bucket: workBucket }).removeAll("t/acme/b/3/");

    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: workBucket }));
    expect(Uploads.map(({ Key }) => Key)).toEqual(["t/acme/b/4/g1/dump"]);
  });

  it("delete markers go with the versions they hide", async () => {
    const { client } = endpoint;
    const object = { Bucket: archiveBucket, Key: "t/acme/b/5/g1/archive.zip" };
    await client.send(new PutObjectCommand({ ...object, Body: "x" }));
    await client.send(new DeleteObjectCommand(object));

    expect(await s3ArchiveStore({ client, bucket: archiveBucket }).removeVersions("t/acme/b/5/")).toBe(true);

    const list = new ListObjectVersionsCommand({ Bucket: archiveBucket, Prefix: "t/acme/b/5/" });
    const { Versions, DeleteMarkers } = await client.send(list);
    expect([Versions, DeleteMarkers]).toEqual([undefined, undefined]);
  });
});
