import { isIP } from "node:net";
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openS3Endpoint, type S3Endpoint } from "../../support/s3-endpoint.ts";
import { beginUpload } from "../../support/s3-upload.ts";

const given = process.env["COFFER_S3_ENDPOINT"];
/** A bucket cannot stand before an address of numbers. */
const hasName = given === undefined || isIP(new URL(given).hostname) === 0;

/** All other cases are run in this style too by COFFER_S3_FORCE_PATH_STYLE=false. */
describe.runIf(hasName)("a bucket before the host", () => {
  let endpoint: S3Endpoint;
  let client: S3Client;
  let Bucket: string;
  beforeAll(async () => {
    endpoint = await openS3Endpoint("checksum", "virtual-hosted");
    client = endpoint.client;
    Bucket = await endpoint.createBucket();
  });
  afterAll(() => endpoint.close());

  const Key = "t/acme/Übersicht + plan %.pdf";

  test("is written to, read from, listed and copied from", async () => {
    await client.send(new PutObjectCommand({ Bucket, Key, Body: "content" }));
    const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;
    await client.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource }));
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: "copy" }));
    expect(await Body?.transformToString()).toBe("content");
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map((found) => found.Key)).toEqual(["copy", Key]);
  });

  test("takes uploads in parts, copied ones among them", async () => {
    const source = Buffer.alloc(6 * 1024 ** 2, "x");
    await client.send(new PutObjectCommand({ Bucket, Key: "source", Body: source }));
    const upload = await beginUpload(client, Bucket, "joined");
    const copied = await upload.copy(1, `${Bucket}/source`, { CopySourceRange: `bytes=0-${source.length - 2}` });
    const put = await upload.put(2, Buffer.from("end"));
    await upload.complete([
      { PartNumber: 1, ETag: copied.ETag },
      { PartNumber: 2, ETag: put.ETag },
    ]);
    const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket, Key: "joined" }));
    expect(ContentLength).toBe(source.length + 2);
  });

  test("is in links, which hold for that host alone", async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: "linked", Body: "content" }));
    const link = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: "linked" }), { expiresIn: 60 });
    expect(new URL(link).host.startsWith(`${Bucket}.`)).toBe(true);
    expect(await (await fetch(link)).text()).toBe("content");
    const { host, pathname, search, protocol } = new URL(link);
    const byPath = `${protocol}//${host.slice(Bucket.length + 1)}/${Bucket}${pathname}${search}`;
    expect((await fetch(byPath)).status).toBe(403);
  });
});
