import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { s3ArchiveStore } from "../../../../functions/adapters/s3/s3-archive-store.ts";
import { s3WorkStore } from "../../../../functions/adapters/s3/s3-work-store.ts";
import { serviceError } from "../../../support/sdk-errors.ts";

const client = new S3Client({ region: "eu-central-1" });
const s3 = mockClient(client);
beforeEach(() => s3.reset());

const work = s3WorkStore({ client, bucket: "work" });
const archives = s3ArchiveStore({ client, bucket: "archives" });
const Prefix = "t/acme/b/1/";
const Key = `${Prefix}g1/archive.zip`;

describe("removing what a backup left", () => {
  it("goes through all pages of uploads and objects in the work bucket", async () => {
    s3.on(ListMultipartUploadsCommand).resolves({ Uploads: [{ Key, UploadId: "u" }] });
    s3.on(ListObjectsV2Command)
      .resolvesOnce({ Contents: [{ Key: "a" }], IsTruncated: true, NextContinuationToken: "n" })
      .resolvesOnce({ Contents: [{ Key: "b" }] });
    s3.on(AbortMultipartUploadCommand).resolves({});
    s3.on(DeleteObjectCommand).resolves({});
    await work.removeAll(Prefix);
    expect(s3.commandCalls(ListMultipartUploadsCommand)[0]?.args[0].input).toEqual({ Bucket: "work", Prefix });
    expect(s3.commandCalls(AbortMultipartUploadCommand)[0]?.args[0].input).toEqual({
      Bucket: "work",
      Key,
      UploadId: "u",
    });
    expect(s3.commandCalls(ListObjectsV2Command)[1]?.args[0].input).toEqual({
      Bucket: "work",
      Prefix,
      ContinuationToken: "n",
    });
    expect(s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input)).toEqual([
      { Bucket: "work", Key: "a" },
      { Bucket: "work", Key: "b" },
    ]);
  });

  it("names each version, goes through all pages, and keeps the one", async () => {
    s3.on(ListObjectVersionsCommand)
      .resolvesOnce({
        Versions: [{ Key, VersionId: "kept" }],
        IsTruncated: true,
        NextKeyMarker: Key,
        NextVersionIdMarker: "kept",
      })
      .resolvesOnce({ Versions: [{ Key, VersionId: "lost" }], DeleteMarkers: [{ Key, VersionId: "marker" }] });
    s3.on(DeleteObjectCommand).resolves({});
    expect(await archives.removeVersions(Prefix, "kept")).toBe(true);
    expect(s3.commandCalls(ListObjectVersionsCommand)[1]?.args[0].input).toEqual({
      Bucket: "archives",
      Prefix,
      KeyMarker: Key,
      VersionIdMarker: "kept",
    });
    expect(s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input)).toEqual([
      { Bucket: "archives", Key, VersionId: "lost" },
      { Bucket: "archives", Key, VersionId: "marker" },
    ]);
  });

  it.each([
    ["AccessDenied", 403, false],
    ["NoSuchVersion", 404, true],
  ])("goes on after %s", async (name, status, isAllGone) => {
    s3.on(ListObjectVersionsCommand).resolves({
      Versions: [
        { Key, VersionId: "first" },
        { Key, VersionId: "second" },
      ],
    });
    s3.on(DeleteObjectCommand).rejectsOnce(serviceError(name, status)).resolves({});
    expect(await archives.removeVersions(Prefix)).toBe(isAllGone);
    expect(s3.commandCalls(DeleteObjectCommand)).toHaveLength(2);
  });

  it("gives up for now when the store is busy", async () => {
    s3.on(ListObjectVersionsCommand).resolves({ Versions: [{ Key, VersionId: "v" }] });
    s3.on(DeleteObjectCommand).rejects(serviceError("SlowDown", 503));
    await expect(archives.removeVersions(Prefix)).rejects.toMatchObject({ code: "service-busy" });
  });
});
