import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { DeleteObjectCommand, GetObjectRetentionCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { s3ArchiveStore } from "../../../functions/adapters/s3/s3-archive-store.ts";
import { S3_CLIENT_SETTINGS } from "../../../functions/adapters/s3/s3-client-settings.ts";
import type { ArchiveStore, StoredPart, Upload } from "../../../functions/domain/archive/archive-store.ts";
import { Failure } from "../../../functions/domain/failure.ts";
import { openS3Endpoint, type S3Endpoint } from "../../support/s3-endpoint.ts";

/** The smallest that S3 takes but for the last. */
const PART_BYTES = 5 * 1024 * 1024;

let endpoint: S3Endpoint;
let bucket: string;
let store: ArchiveStore;
beforeAll(async () => {
  endpoint = await openS3Endpoint();
  bucket = await endpoint.createBucket("locked");
  store = s3ArchiveStore({ client: endpoint.clientWith(S3_CLIENT_SETTINGS), bucket });
});
afterAll(() => endpoint.close());

const parts = [randomBytes(PART_BYTES), randomBytes(PART_BYTES), Buffer.from("the end")];
const bytes = Buffer.concat(parts);
const whole = { bytes: bytes.length, crc32: crc32(bytes) };

async function* fewer(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(1000);
}
async function* broken(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(1000);
  throw new Failure("source-changed", { id: 7 });
}

describe.each(["acme", "globex"])("archives of %s", (tenantId) => {
  let backups = 0;
  async function begin(): Promise<Upload> {
    backups += 1;
    const backupId = `b-${backups}`;
    const key = `t/${tenantId}/b/${backupId}/g1/archive.zip`;
    return { key, uploadId: await store.begin({ key, tenantId, backupId }) };
  }
  async function uploaded(): Promise<{ upload: Upload; listed: StoredPart[] }> {
    const upload = await begin();
    const numbered = parts.map((part, index) => ({ part, number: index + 1 }));
    for (const { part, number } of numbered.toReversed()) await store.putPart(upload, number, part, crc32(part));
    return { upload, listed: await Array.fromAsync(store.listParts(upload)) };
  }

  it("are made of parts that came in any order, verified whole", async () => {
    const { upload, listed } = await uploaded();
    expect(listed.map(({ number, bytes, crc32 }) => ({ number, bytes, crc32 }))).toEqual(
      parts.map((part, index) => ({ number: index + 1, bytes: part.length, crc32: crc32(part) })),
    );
    const archive = await store.complete(upload, listed, whole);
    expect(archive.bytes).toBe(bytes.length);
    const place = { key: upload.key, versionId: archive.versionId };
    expect(Buffer.concat(await Array.fromAsync(store.read(place, 0, bytes.length - 1))).equals(bytes)).toBe(true);
    const end = await Array.fromAsync(store.read(place, bytes.length - 3, bytes.length - 1));
    expect(Buffer.concat(end).toString()).toBe("end");
    const head = new HeadObjectCommand({ Bucket: bucket, Key: upload.key, ChecksumMode: "ENABLED" });
    expect(await endpoint.client.send(head)).toMatchObject({
      ChecksumType: "FULL_OBJECT",
      ContentType: "application/zip",
    });
  });

  it("take a part as a stream, as it comes, and once more from the first byte when they are asked again", async () => {
    const upload = await begin();
    const [first = Buffer.alloc(0)] = parts;
    let opened = 0;
    async function* open(): AsyncGenerator<Uint8Array> {
      opened += 1;
      for (let at = 0; at < first.length; at += 700_001) yield first.subarray(at, at + 700_001);
      if (opened === 1) throw new Failure("service-busy");
    }
    const etag = await store.streamPart(upload, 1, first.length, open);
    expect(opened).toBe(2);
    expect(await Array.fromAsync(store.listParts(upload))).toEqual([
      { number: 1, etag, bytes: first.length, crc32: crc32(first) },
    ]);
    await store.abort(upload);
  });

  it("say why a stream broke, and keep no part of it", async () => {
    const upload = await begin();
    await expect(store.streamPart(upload, 1, PART_BYTES, broken)).rejects.toMatchObject({ code: "source-changed" });
    await expect(store.streamPart(upload, 1, PART_BYTES, fewer)).rejects.toBeDefined();
    expect(await Array.fromAsync(store.listParts(upload))).toEqual([]);
    await store.abort(upload);
  });

  it("are copied from, version by version", async () => {
    const { upload, listed } = await uploaded();
    const { versionId } = await store.complete(upload, listed, whole);
    const next = await begin();
    const source = { bucket: store.bucket, key: upload.key, versionId };
    const copied = await store.copyPart(next, 1, source, 7, 7 + PART_BYTES);
    const range = bytes.subarray(7, 8 + PART_BYTES);
    expect(copied).toMatchObject({ outcome: "copied", crc32: crc32(range) });
    // Well formed as theirs are, and of none.
    const other = versionId.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    await expect(store.copyPart(next, 1, { ...source, versionId: other }, 7, 7 + PART_BYTES)).rejects.toMatchObject({
      code: "source-changed",
    });
    await store.abort(next);
  });

  it("answer a second completion like the first", async () => {
    const { upload, listed } = await uploaded();
    const first = await store.complete(upload, listed, whole);
    expect(await store.complete(upload, listed, whole)).toEqual(first);
  });

  it("never take the place of another one", async () => {
    const first = await uploaded();
    const archive = await store.complete(first.upload, first.listed, whole);
    const { key } = first.upload;
    const second = { key, uploadId: await store.begin({ key, tenantId, backupId: "b-1" }) };
    const other = Buffer.from("another archive");
    await store.putPart(second, 1, other, crc32(other));
    const listed = await Array.fromAsync(store.listParts(second));
    await expect(store.complete(second, listed, { bytes: other.length, crc32: crc32(other) })).rejects.toMatchObject({
      code: "store-conflict",
    });
    await store.abort(second);
    expect(await store.complete(first.upload, first.listed, whole)).toEqual(archive);
  });

  it("are refused when their bytes are not what was meant, and the upload lives on", async () => {
    const { upload, listed } = await uploaded();
    await expect(store.complete(upload, listed, { ...whole, crc32: 1 })).rejects.toMatchObject({
      code: "archive-corrupt",
    });
    await expect(store.complete(upload, listed.slice(1), whole)).rejects.toMatchObject({ name: "Failure" });
    expect((await store.complete(upload, listed, whole)).bytes).toBe(bytes.length);
  });

  it("refuse a part whose checksum is another's", async () => {
    const upload = await begin();
    await expect(store.putPart(upload, 1, Buffer.from("x"), 1)).rejects.toMatchObject({ name: "Failure" });
    await store.abort(upload);
  });

  it("show their open uploads, and forget an aborted one", async () => {
    const upload = await begin();
    const open = async () => (await Array.fromAsync(store.openUploads())).map(({ uploadId }) => uploadId);
    expect(await Array.fromAsync(store.openUploads())).toContainEqual({
      ...upload,
      tenantId,
      backupId: `b-${backups}`,
    });
    await store.abort(upload);
    expect(await open()).not.toContain(upload.uploadId);
    await store.abort(upload);
    await expect(Array.fromAsync(store.listParts(upload))).rejects.toMatchObject({ code: "store-not-found" });
  });

  it("are kept until their time, and read by version alone", async () => {
    const { upload, listed } = await uploaded();
    const { versionId } = await store.complete(upload, listed, whole);
    const place = { key: upload.key, versionId };
    const until = Date.now() + 3_600_000;
    await store.retain(place, until);
    const version = { Bucket: bucket, Key: upload.key, VersionId: versionId };
    const { Retention } = await endpoint.client.send(new GetObjectRetentionCommand(version));
    expect(Math.abs((Retention?.RetainUntilDate?.getTime() ?? 0) - until)).toBeLessThan(1_000);
    await expect(endpoint.client.send(new DeleteObjectCommand(version))).rejects.toMatchObject({
      name: "AccessDenied",
    });

    await endpoint.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: upload.key }));
    expect(Buffer.concat(await Array.fromAsync(store.read(place, 0, 0)))).toEqual(bytes.subarray(0, 1));
    await expect(
      Array.fromAsync(store.read({ ...place, versionId: "00000000-0000-0000-0000-000000000000" }, 0, 0)),
    ).rejects.toMatchObject({ name: "Failure" });
  });
});
