import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { DeleteObjectCommand, PutBucketPolicyCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { s3ArchiveStore } from "../../../functions/adapters/s3/s3-archive-store.ts";
import { S3_CLIENT_SETTINGS } from "../../../functions/adapters/s3/s3-client-settings.ts";
import type { ArchiveStore, CopySource, Upload } from "../../../functions/domain/archive/archive-store.ts";
import { openS3Endpoint, type S3Endpoint } from "../../support/s3-endpoint.ts";

const MiB = 1024 * 1024;
const content = randomBytes(6 * MiB);
/** A range is only taken of what has more than 5 MiB; a part has at least as much. */
const [first, last] = [1000, 1000 + 5 * MiB - 1];
const range = content.subarray(first, last + 1);
const head = randomBytes(5 * MiB);

/** Only the local server can be told how to answer. */
const KINDS =
  process.env["COFFER_S3_ENDPOINT"] === undefined
    ? (["checksum", "list-only", "none"] as const)
    : ([undefined] as const);

const told = (kind: (typeof KINDS)[number]): readonly (number | undefined)[] => [
  ...(kind === "none" ? [] : [crc32(range)]),
  ...(kind === "none" || kind === undefined ? [undefined] : []),
];

describe.each(KINDS)("a part copied by a store that tells its CRC-32: %s", (kind) => {
  let endpoint: S3Endpoint;
  let sources: string;
  let store: ArchiveStore;
  let uploads = 0;
  beforeAll(async () => {
    endpoint = await openS3Endpoint(kind);
    sources = await endpoint.createBucket();
    const bucket = await endpoint.createBucket("locked");
    store = s3ArchiveStore({ client: endpoint.clientWith(S3_CLIENT_SETTINGS), bucket });
  });
  afterAll(() => endpoint.close());

  async function begin(): Promise<Upload> {
    uploads += 1;
    const key = `t/acme/b/${uploads}/g1/archive.zip`;
    return { key, uploadId: await store.begin({ key, tenantId: "acme", backupId: `${uploads}` }) };
  }
  async function put(key: string, body = content): Promise<Required<Omit<CopySource, "versionId">>> {
    const { ETag = "" } = await endpoint.client.send(new PutObjectCommand({ Bucket: sources, Key: key, Body: body }));
    return { bucket: sources, key, etag: ETag };
  }
  const copy = (upload: Upload, source: CopySource) => store.copyPart(upload, 2, source, first, last);

  it("has the bytes of the range, in an archive whose CRC-32 the store checks", async () => {
    const upload = await begin();
    const copied = await copy(upload, await put("uploads/attachment/file/1/plan.pdf"));
    expect(copied).toMatchObject({ outcome: "copied" });
    expect(told(kind)).toContain("crc32" in copied ? copied.crc32 : undefined);
    await store.putPart(upload, 1, head, crc32(head));
    const listed = await Array.fromAsync(store.listParts(upload));
    expect(listed.map(({ bytes }) => bytes)).toEqual([head.length, range.length]);
    expect(copied).toMatchObject({ etag: listed[1]?.etag });
    const bytes = Buffer.concat([head, range]);
    const archive = await store.complete(upload, listed, { bytes: bytes.length, crc32: crc32(bytes) });
    const read = store.read({ ...archive, key: upload.key }, 0, bytes.length - 1);
    expect(Buffer.concat(await Array.fromAsync(read)).equals(bytes)).toBe(true);
  });

  it.each([
    "a b+c%20d%.pdf",
    "Überweisung 100 %.pdf",
    "👩‍🚀/🛰️.png",
    "../x",
    "a//b",
    "./x",
    "a?versionId=1&b#c",
    "'(*)!~.pdf",
  ])("is found under the key %s", async (name) => {
    const upload = await begin();
    const source = await put(`uploads/attachment/file/1/${name}`);
    expect(await copy(upload, source)).toMatchObject({ outcome: "copied" });
    const [part] = await Array.fromAsync(store.listParts(upload));
    expect(part).toMatchObject({ number: 2, bytes: range.length });
    const whole = { bytes: range.length, crc32: crc32(range) };
    expect(await store.complete(upload, part === undefined ? [] : [part], whole)).toMatchObject({
      bytes: range.length,
    });
  });

  it("may be copied again, when an answer was lost", async () => {
    const upload = await begin();
    const source = await put("again");
    await copy(upload, source);
    const second = await copy(upload, source);
    const listed = await Array.fromAsync(store.listParts(upload));
    expect(listed).toMatchObject([{ number: 2, bytes: range.length }]);
    expect(second).toMatchObject({ etag: listed[0]?.etag });
  });

  it("is none when the source was replaced, or is gone: it has changed", async () => {
    const upload = await begin();
    const source = await put("replaced");
    await put("replaced", randomBytes(6 * MiB));
    await expect(copy(upload, source)).rejects.toMatchObject({ code: "source-changed" });
    await endpoint.client.send(new DeleteObjectCommand({ Bucket: sources, Key: "replaced" }));
    await expect(copy(upload, source)).rejects.toMatchObject({ code: "source-changed" });
    expect(await Array.fromAsync(store.listParts(upload))).toEqual([]);
  });

  it("is refused where the store cannot: too small, too short, put away, denied, nowhere", async () => {
    const upload = await begin();
    const small = await put("small", content.subarray(0, 5 * MiB));
    await expect(store.copyPart(upload, 2, small, 0, 5 * MiB - 1)).resolves.toMatchObject({ outcome: "refused" });
    const short = await put("short");
    await expect(store.copyPart(upload, 2, short, first, content.length)).resolves.toMatchObject({
      outcome: "refused",
    });
    const away = { Bucket: sources, Key: "away", Body: content, StorageClass: "GLACIER" } as const;
    await endpoint.client.send(new PutObjectCommand(away));
    expect(await copy(upload, { bucket: sources, key: "away" })).toEqual({
      outcome: "refused",
      error: "InvalidObjectState",
    });
    expect(await copy(upload, { bucket: `${sources}-none`, key: "x" })).toMatchObject({ outcome: "refused" });

    const denied = await endpoint.createBucket();
    const Resource = `arn:aws:s3:::${denied}/*`;
    const Statement = [{ Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource }];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await endpoint.client.send(new PutObjectCommand({ Bucket: denied, Key: "x", Body: content }));
    await endpoint.client.send(new PutBucketPolicyCommand({ Bucket: denied, Policy }));
    expect(await copy(upload, { bucket: denied, key: "x" })).toEqual({ outcome: "refused", error: "AccessDenied" });
    expect(await Array.fromAsync(store.listParts(upload))).toEqual([]);
  });

  it("has no place in an upload that is gone", async () => {
    const upload = await begin();
    const source = await put("x");
    await store.abort(upload);
    await expect(copy(upload, source)).rejects.toMatchObject({ code: "store-not-found" });
  });
});
