import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contentOf } from "../../support/s3-content.ts";
import { openS3Endpoint, type S3Endpoint } from "../../support/s3-endpoint.ts";
import { refusalOf } from "../../support/s3-refusal.ts";
import { beginUpload } from "../../support/s3-upload.ts";

let endpoint: S3Endpoint;
let client: S3Client;

beforeAll(async () => {
  endpoint = await openS3Endpoint();
  client = endpoint.client;
});
afterAll(() => endpoint.close());

const denied = { code: "AccessDenied", status: 403 };

const inSeconds = (seconds: number) => new Date(Math.floor(Date.now() / 1000 + seconds) * 1000);
const destroy = (id: { Bucket: string; Key: string; VersionId: string | undefined }, more = {}) =>
  client.send(new DeleteObjectCommand({ ...id, ...more }));

describe("versions", () => {
  let Bucket: string;
  beforeAll(async () => {
    Bucket = await endpoint.createBucket("versioned");
  });

  const put = async (Key: string, Body: string) =>
    (await client.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId ?? "";

  test("are kept and read by their id", async () => {
    const [first, second] = [await put("k", "first"), await put("k", "second")];
    expect(first).not.toBe(second);
    expect((await contentOf(client, { Bucket, Key: "k" })).toString()).toBe("second");
    expect((await contentOf(client, { Bucket, Key: "k", VersionId: first })).toString()).toBe("first");
    const unknown = client.send(
      new GetObjectCommand({ Bucket, Key: "k", VersionId: `${first.slice(0, -1)}${first.endsWith("a") ? "b" : "a"}` }),
    );
    expect((await refusalOf(unknown)).status).toBeOneOf([400, 404]);
  });

  test("are hidden by a delete marker, and come back when it is deleted", async () => {
    const version = await put("hidden", "content");
    const marker = await client.send(new DeleteObjectCommand({ Bucket, Key: "hidden" }));
    expect(marker.DeleteMarker).toBe(true);
    expect(await refusalOf(contentOf(client, { Bucket, Key: "hidden" }))).toEqual({ code: "NoSuchKey", status: 404 });
    expect((await contentOf(client, { Bucket, Key: "hidden", VersionId: version })).toString()).toBe("content");
    const markerRead = client.send(new GetObjectCommand({ Bucket, Key: "hidden", VersionId: marker.VersionId }));
    expect(await refusalOf(markerRead)).toEqual({ code: "MethodNotAllowed", status: 405 });
    await client.send(new PutObjectCommand({ Bucket, Key: "hidden-2", Body: "x", IfNoneMatch: "*" }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: "hidden", VersionId: marker.VersionId }));
    expect((await contentOf(client, { Bucket, Key: "hidden" })).toString()).toBe("content");
  });

  test("under a delete marker do not count for If-None-Match: *", async () => {
    await put("reborn", "old");
    await client.send(new DeleteObjectCommand({ Bucket, Key: "reborn" }));
    await client.send(new PutObjectCommand({ Bucket, Key: "reborn", Body: "new", IfNoneMatch: "*" }));
    expect((await contentOf(client, { Bucket, Key: "reborn" })).toString()).toBe("new");
  });

  test("are deleted one by one, for good", async () => {
    const [first, second] = [await put("one-by-one", "first"), await put("one-by-one", "second")];
    await client.send(new DeleteObjectCommand({ Bucket, Key: "one-by-one", VersionId: second }));
    expect((await contentOf(client, { Bucket, Key: "one-by-one" })).toString()).toBe("first");
    await client.send(new DeleteObjectCommand({ Bucket, Key: "one-by-one", VersionId: first }));
    const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: "one-by-one" }));
    expect(Versions ?? []).toEqual([]);
  });

  test("are listed in pages, the newest of a key first, delete markers among them", async () => {
    const own = await endpoint.createBucket("versioned");
    const ids: (string | undefined)[] = [];
    for (const Body of ["1", "2", "3"])
      ids.push((await client.send(new PutObjectCommand({ Bucket: own, Key: "a", Body }))).VersionId);
    ids.push((await client.send(new DeleteObjectCommand({ Bucket: own, Key: "a" }))).VersionId);
    const last = (await client.send(new PutObjectCommand({ Bucket: own, Key: "b", Body: "4" }))).VersionId;
    const seen: (string | undefined)[] = [];
    let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    for (let isMore: boolean | undefined = true; isMore === true; ) {
      const page = await client.send(new ListObjectVersionsCommand({ Bucket: own, MaxKeys: 2, ...markers }));
      const rows = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      expect(rows.length).toBeLessThanOrEqual(2);
      expect(
        rows
          .filter(({ IsLatest }) => IsLatest === true)
          .every(({ VersionId }) => VersionId === ids[3] || VersionId === last),
      ).toBe(true);
      seen.push(...rows.map(({ VersionId }) => VersionId));
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      isMore = page.IsTruncated;
    }
    expect(new Set(seen)).toEqual(new Set([...ids, last]));
    expect(seen).toHaveLength(5);
    expect(seen.indexOf(last)).toBe(4);
  });

  test("of a suspended bucket are one, named null", async () => {
    const own = await endpoint.createBucket("versioned");
    const kept = (await client.send(new PutObjectCommand({ Bucket: own, Key: "k", Body: "kept" }))).VersionId;
    await client.send(
      new PutBucketVersioningCommand({ Bucket: own, VersioningConfiguration: { Status: "Suspended" } }),
    );
    for (const Body of ["null 1", "null 2"]) {
      expect((await client.send(new PutObjectCommand({ Bucket: own, Key: "k", Body }))).VersionId).toBe("null");
    }
    const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket: own }));
    expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(["null", kept]);
    expect((await contentOf(client, { Bucket: own, Key: "k" })).toString()).toBe("null 2");
  });

  test("are the source of a copy when named", async () => {
    const old = await put("copied", "old");
    await put("copied", "new");
    const answer = await client.send(
      new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/copied?versionId=${old}` }),
    );
    expect(answer.CopySourceVersionId).toBe(old);
    expect((await contentOf(client, { Bucket, Key: "copy" })).toString()).toBe("old");
  });
});

describe("object lock", () => {
  let Bucket: string;
  beforeAll(async () => {
    Bucket = await endpoint.createBucket("locked");
  });

  const put = async (Key: string, more: Partial<PutObjectCommandInput> = {}) => {
    const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key, Body: "locked", ...more }));
    return { Bucket, Key, VersionId };
  };
  test("in governance mode holds, until someone who may says so", async () => {
    const ObjectLockRetainUntilDate = inSeconds(3600);
    const id = await put("governed", { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate });
    expect(await client.send(new HeadObjectCommand(id))).toMatchObject({
      ObjectLockMode: "GOVERNANCE",
      ObjectLockRetainUntilDate,
    });
    expect(await refusalOf(destroy(id))).toEqual(denied);
    const shorter = { Retention: { Mode: "GOVERNANCE", RetainUntilDate: inSeconds(60) } } as const;
    expect(await refusalOf(client.send(new PutObjectRetentionCommand({ ...id, ...shorter })))).toEqual(denied);
    await client.send(new PutObjectRetentionCommand({ ...id, ...shorter, BypassGovernanceRetention: true }));
    await destroy(id, { BypassGovernanceRetention: true });
    expect((await refusalOf(client.send(new HeadObjectCommand(id)))).status).toBe(404);
  });

  test("in compliance mode holds against everyone, and can only be made longer", async () => {
    const id = await put("complied");
    const retain = (Mode: "COMPLIANCE" | "GOVERNANCE", seconds: number) =>
      client.send(
        new PutObjectRetentionCommand({
          ...id,
          Retention: { Mode, RetainUntilDate: inSeconds(seconds) },
          BypassGovernanceRetention: true,
        }),
      );
    await retain("COMPLIANCE", 60);
    await retain("COMPLIANCE", 90);
    expect(await refusalOf(retain("COMPLIANCE", 30))).toEqual(denied);
    expect(await refusalOf(retain("GOVERNANCE", 120))).toEqual(denied);
    expect(await refusalOf(destroy(id, { BypassGovernanceRetention: true }))).toEqual(denied);
    const { Retention } = await client.send(new GetObjectRetentionCommand(id));
    expect(Retention?.Mode).toBe("COMPLIANCE");
    const marker = await client.send(new DeleteObjectCommand({ Bucket, Key: "complied" }));
    expect(marker.DeleteMarker).toBe(true); // hiding is no deletion
  });

  test("by legal hold lasts until it is lifted", async () => {
    const id = await put("held");
    const hold = (Status: "ON" | "OFF") => client.send(new PutObjectLegalHoldCommand({ ...id, LegalHold: { Status } }));
    await hold("ON");
    expect((await client.send(new GetObjectLegalHoldCommand(id))).LegalHold).toEqual({ Status: "ON" });
    expect(await refusalOf(destroy(id, { BypassGovernanceRetention: true }))).toEqual(denied);
    await hold("OFF");
    await destroy(id);
  });

  test("by default applies to what is put and uploaded in parts", async () => {
    const own = await endpoint.createBucket("locked");
    const Rule = { DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } } as const;
    const configuration = { ObjectLockEnabled: "Enabled", Rule } as const;
    await client.send(new PutObjectLockConfigurationCommand({ Bucket: own, ObjectLockConfiguration: configuration }));
    const read = await client.send(new GetObjectLockConfigurationCommand({ Bucket: own }));
    expect(read.ObjectLockConfiguration).toEqual(configuration);
    const { VersionId } = await client.send(new PutObjectCommand({ Bucket: own, Key: "k", Body: "x" }));
    expect(await refusalOf(destroy({ Bucket: own, Key: "k", VersionId }))).toEqual(denied);
    const upload = await beginUpload(client, own, "parts");
    const { ETag } = await upload.put(1, Buffer.from("x"));
    const uploaded = await upload.complete([{ PartNumber: 1, ETag }]);
    const head = await client.send(new HeadObjectCommand({ Bucket: own, Key: "parts", VersionId: uploaded.VersionId }));
    expect(head.ObjectLockMode).toBe("GOVERNANCE");
    const untilMs = head.ObjectLockRetainUntilDate?.getTime() ?? 0;
    expect(Math.abs(untilMs - Date.now() - 86_400_000)).toBeLessThan(120_000);
  });

  test("needs a bucket that has it, a date to come, and keeps versioning on", async () => {
    const plain = await endpoint.createBucket("versioned");
    const later = { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: inSeconds(60) } as const;
    const without = client.send(new PutObjectCommand({ Bucket: plain, Key: "k", Body: "x", ...later }));
    expect(await refusalOf(without)).toEqual({ code: "InvalidRequest", status: 400 });
    const past = put("past", { ...later, ObjectLockRetainUntilDate: inSeconds(-60) });
    expect(await refusalOf(past)).toEqual({ code: "InvalidArgument", status: 400 });
    const suspended = client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }),
    );
    expect(await refusalOf(suspended)).toEqual({ code: "InvalidBucketState", status: 409 });
    const unlocked = client.send(new GetObjectLockConfigurationCommand({ Bucket: plain }));
    expect((await refusalOf(unlocked)).status).toBe(404);
  });
});
