import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectRetentionCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { s3ArchiveStore } from "../../../../functions/adapters/s3/s3-archive-store.ts";
import type { CopySource } from "../../../../functions/domain/archive/archive-store.ts";
import { networkError, serviceError, timeout } from "../../../support/sdk-errors.ts";

const client = new S3Client({ region: "eu-central-1" });
const s3 = mockClient(client);
beforeEach(() => s3.reset());

const store = s3ArchiveStore({ client, bucket: "archives", kmsKeyId: "key-1" });
const upload = { key: "t/acme/b/1/g1/archive.zip", uploadId: "u" };
const place = { Bucket: "archives", Key: upload.key, UploadId: "u" };
const part = (PartNumber: number, ChecksumCRC32?: string) => ({ PartNumber, ETag: '"e"', Size: 5, ChecksumCRC32 });
const listed = (ETag: string, PartNumber = 7) => ({ Parts: [{ ...part(PartNumber, "AAAA/w=="), ETag }] });
const inputs = () => s3.calls().map(({ args }) => args[0].input);

describe("the archive store", () => {
  it("begins an upload bound to tenant and backup", async () => {
    s3.on(CreateMultipartUploadCommand).resolves({ UploadId: "u" });
    const whose = { key: upload.key, tenantId: "acme", backupId: "1" };
    expect(await store.begin(whose)).toBe("u");
    const context = Buffer.from('{"tenantId":"acme","backupId":"1"}').toString("base64");
    expect(inputs()).toEqual([
      {
        Bucket: "archives",
        Key: upload.key,
        ContentType: "application/zip",
        ChecksumAlgorithm: "CRC32",
        ChecksumType: "FULL_OBJECT",
        ServerSideEncryption: "aws:kms",
        SSEKMSKeyId: "key-1",
        SSEKMSEncryptionContext: context,
      },
    ]);
  });

  it("leaves encryption to the bucket without a key", async () => {
    s3.on(CreateMultipartUploadCommand).resolves({ UploadId: "u" });
    const plain = s3ArchiveStore({ client, bucket: "archives" });
    await plain.begin({ key: upload.key, tenantId: "acme", backupId: "1" });
    expect(inputs()[0]).not.toHaveProperty("ServerSideEncryption");
  });

  it("sends a part's checksum with it", async () => {
    s3.on(UploadPartCommand).resolves({ ETag: '"e"' });
    const bytes = Buffer.from("x");
    expect(await store.putPart(upload, 7, bytes, 0x00_00_00_ff)).toBe('"e"');
    expect(inputs()).toEqual([{ ...place, PartNumber: 7, Body: bytes, ChecksumCRC32: "AAAA/w==" }]);
  });

  it("lists parts page by page, without checksums that are none of bytes", async () => {
    s3.on(ListPartsCommand)
      .resolvesOnce({ Parts: [part(1, "AAAA/w==")], IsTruncated: true, NextPartNumberMarker: "1" })
      .resolvesOnce({ Parts: [part(2), part(3, "AAAA/w==-3")] });
    expect(await Array.fromAsync(store.listParts(upload))).toEqual([
      { number: 1, etag: '"e"', bytes: 5, crc32: 255 },
      { number: 2, etag: '"e"', bytes: 5 },
      { number: 3, etag: '"e"', bytes: 5 },
    ]);
    expect(inputs()).toEqual([place, { ...place, PartNumberMarker: "1" }]);
  });

  it("completes on conditions alone: nothing there yet, this size, this checksum", async () => {
    s3.on(CompleteMultipartUploadCommand).resolves({ VersionId: "v1" });
    const parts = [{ number: 1, etag: '"e"', bytes: 5, crc32: 255 }];
    expect(await store.complete(upload, parts, { bytes: 5, crc32: 0xff_ff_ff_ff })).toEqual({
      versionId: "v1",
      bytes: 5,
    });
    expect(inputs()).toEqual([
      {
        ...place,
        ChecksumCRC32: "/////w==",
        ChecksumType: "FULL_OBJECT",
        MpuObjectSize: 5,
        IfNoneMatch: "*",
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '"e"', ChecksumCRC32: "AAAA/w==" }] },
      },
    ]);
  });

  it.each(["BadDigest", "InvalidPart", "InvalidPartOrder", "EntityTooSmall"])(
    "takes %s at completion for corruption, without a look at the object",
    async (name) => {
      s3.on(CompleteMultipartUploadCommand).rejects(serviceError(name, 400));
      await expect(store.complete(upload, [], { bytes: 5, crc32: 1 })).rejects.toMatchObject({
        code: "archive-corrupt",
      });
      expect(s3.commandCalls(HeadObjectCommand)).toEqual([]);
    },
  );

  it("does not hide that reading back failed too", async () => {
    s3.on(CompleteMultipartUploadCommand).rejects(timeout());
    s3.on(HeadObjectCommand).rejects(serviceError("ServiceUnavailable", 503));
    await expect(store.complete(upload, [], { bytes: 5, crc32: 1 })).rejects.toMatchObject({ code: "service-busy" });
  });

  it("is ambiguous about a completion that was not answered and left no object", async () => {
    s3.on(CompleteMultipartUploadCommand).rejects(networkError("ECONNRESET"));
    s3.on(HeadObjectCommand).rejects(serviceError("NotFound", 404));
    await expect(store.complete(upload, [], { bytes: 5, crc32: 1 })).rejects.toMatchObject({
      code: "answer-ambiguous",
    });
  });

  it("takes an upload that is gone for aborted, and nothing else", async () => {
    s3.on(AbortMultipartUploadCommand).rejectsOnce(serviceError("NoSuchUpload", 404));
    await store.abort(upload);
    s3.on(AbortMultipartUploadCommand).rejects(serviceError("AccessDenied", 403));
    await expect(store.abort(upload)).rejects.toMatchObject({ code: "store-refused" });
  });

  it("locks the version that was read back", async () => {
    s3.on(PutObjectRetentionCommand).resolves({});
    const until = Date.UTC(2026, 1, 1);
    await store.retain({ key: upload.key, versionId: "v1" }, until);
    const Retention = { Mode: "GOVERNANCE", RetainUntilDate: new Date(until) };
    expect(inputs()).toEqual([{ Bucket: "archives", Key: upload.key, VersionId: "v1", Retention }]);
  });
});

describe("a copied part", () => {
  const source = { bucket: "acme-files", key: "uploads/attachment/file/7/a b+ü%.pdf", etag: '"s"' };
  const copy = (from: CopySource = source) => store.copyPart(upload, 7, from, 10, 99);

  it("is asked for by a range of one state of its source, named as in a URL", async () => {
    s3.on(UploadPartCopyCommand).resolves({ CopyPartResult: { ETag: '"e"', ChecksumCRC32: "AAAA/w==" } });
    expect(await copy()).toEqual({ outcome: "copied", etag: '"e"', crc32: 255 });
    const own = { ...place, PartNumber: 7, CopySourceRange: "bytes=10-99" };
    const CopySource = "acme-files/uploads/attachment/file/7/a%20b%2B%C3%BC%25.pdf";
    await copy({ bucket: "work", key: "t/acme/b/1/g1/openproject.pgdump" });
    expect(inputs()).toEqual([
      { ...own, CopySource, CopySourceIfMatch: '"s"' },
      { ...own, CopySource: "work/t/acme/b/1/g1/openproject.pgdump" },
    ]);
  });

  it("is looked up in the list where the answer lacks its CRC-32, and only there", async () => {
    s3.on(UploadPartCopyCommand).resolves({ CopyPartResult: { ETag: '"e"' } });
    s3.on(ListPartsCommand).resolvesOnce(listed('"e"')).resolvesOnce(listed('"another"')).resolves(listed('"e"', 8));
    expect(await copy()).toEqual({ outcome: "copied", etag: '"e"', crc32: 255 });
    expect(await copy()).toEqual({ outcome: "copied", etag: '"e"' });
    expect(await copy()).toEqual({ outcome: "copied", etag: '"e"' });
    expect(s3.commandCalls(ListPartsCommand)[0]?.args[0].input).toEqual({
      ...place,
      PartNumberMarker: "6",
      MaxParts: 1,
    });
  });

  it.each([
    ["PreconditionFailed", 412],
    ["NoSuchKey", 404],
    ["NoSuchVersion", 404],
  ])("is none of a source that changed: %s", async (name, status) => {
    s3.on(UploadPartCopyCommand).rejects(serviceError(name, status));
    await expect(copy()).rejects.toMatchObject({ code: "source-changed", details: { key: source.key } });
  });

  it.each([
    ["AccessDenied", 403],
    ["InvalidObjectState", 403],
    ["InvalidRequest", 400],
    ["InvalidArgument", 400],
    ["KMS.DisabledException", 400],
    ["NoSuchBucket", 404],
    ["NotImplemented", 501],
  ])("is refused, so that its bytes are read: %s", async (name, status) => {
    s3.on(UploadPartCopyCommand).rejects(serviceError(name, status));
    expect(await copy()).toEqual({ outcome: "refused", error: name });
  });

  it.each([
    ["store-not-found", serviceError("NoSuchUpload", 404)],
    ["service-busy", serviceError("SlowDown", 503)],
    ["answer-ambiguous", timeout()],
    ["answer-ambiguous", networkError("ECONNRESET")],
  ])("may be tried again, or has no place any more: %s", async (code, error) => {
    s3.on(UploadPartCopyCommand).rejects(error);
    await expect(copy()).rejects.toMatchObject({ code });
  });
});
