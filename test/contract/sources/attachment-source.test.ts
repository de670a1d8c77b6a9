import { randomBytes } from "node:crypto";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { s3AttachmentSource } from "../../../functions/adapters/s3/s3-attachment-source.ts";
import { S3_CLIENT_SETTINGS } from "../../../functions/adapters/s3/s3-client-settings.ts";
import type { AttachmentSource, StoredAttachment } from "../../../functions/domain/source/attachment-source.ts";
import type { Tenant } from "../../../functions/domain/tenant/tenant.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { openS3Endpoint, type S3Endpoint } from "../../support/s3-endpoint.ts";

let endpoint: S3Endpoint;
let bucket: string;
let source: AttachmentSource;
beforeAll(async () => {
  endpoint = await openS3Endpoint();
  bucket = await endpoint.createBucket();
  source = s3AttachmentSource({ client: endpoint.clientWith(S3_CLIENT_SETTINGS), pageKeys: 3 });
});
afterAll(() => endpoint.close());

const read = async (tenant: Tenant, object: StoredAttachment, first: number, last: number) =>
  Buffer.concat(await Array.fromAsync(source.read(tenant, object, first, last)));

const HOSTILE = [
  "../../../etc/passwd",
  "a\\..\\b.txt",
  "\u0001\u001b[31m\r\n\u007f",
  "\ufffe\u0085",
  "😀 party.png",
  "exe\u202egpj.txt",
  "a+b%2Fc%20d & <e> 'f' \"g\".txt",
  "café.txt".normalize("NFC"),
  "café.txt".normalize("NFD"),
  "x".repeat(255),
];

/** Two tenants share the bucket; one of them begins where the other's name does. */
describe.each(["", "globex/", "globex/2/"])("attachments under the prefix %j", (prefix) => {
  const tenant = () => aTenant({ attachments: { bucket, prefix } });
  const put = (name: string, Body: Uint8Array | string) =>
    endpoint.client.send(
      new PutObjectCommand({ Bucket: bucket, Key: `${prefix}uploads/attachment/file/${name}`, Body }),
    );

  it("are listed with size and ETag, page after page, and no others with them", async () => {
    await endpoint.client.send(new PutObjectCommand({ Bucket: bucket, Key: `${prefix}uploads/other/1/x`, Body: "x" }));
    const names = Array.from({ length: 10 }, (_, index) => `${index}/größe ${index}.txt`);
    for (const name of names) await put(name, name);
    const listed = await Array.fromAsync(source.list(tenant()));
    expect(listed.map(({ key }) => key).toSorted()).toEqual(
      names.map((name) => `${prefix}uploads/attachment/file/${name}`).toSorted(),
    );
    expect(listed.every(({ key, bytes }) => bytes === Buffer.byteLength(key.split("/file/")[1] ?? ""))).toBe(true);
  });

  it("are found whatever their names are", async () => {
    const names = HOSTILE.map((name, index) => `${500 + index}/${name}`);
    for (const name of names) await put(name, name);
    const listed = await Array.fromAsync(source.list(tenant()));
    const found = listed.filter(({ key }) => /\/file\/5\d\d\//.test(key));
    const contents = found.map(async (object) => (await read(tenant(), object, 0, object.bytes - 1)).toString());
    expect(found.map(({ key }) => key).toSorted()).toEqual(
      names.map((name) => `${prefix}uploads/attachment/file/${name}`).toSorted(),
    );
    expect((await Promise.all(contents)).toSorted()).toEqual(names.toSorted());
  });

  it("are read by ranges, as long as they are what was listed", async () => {
    const bytes = randomBytes(100_000);
    await put("9999/a.bin", bytes);
    const listed = await Array.fromAsync(source.list(tenant()));
    const object = listed.find(({ key }) => key.endsWith("/9999/a.bin"));
    if (object === undefined) throw new Error("not listed");
    expect((await read(tenant(), object, 0, 99_999)).equals(bytes)).toBe(true);
    expect((await read(tenant(), object, 10, 19)).equals(bytes.subarray(10, 20))).toBe(true);
    expect((await read(tenant(), object, 0, -1)).length).toBe(0);

    await put("9999/a.bin", bytes.subarray(1));
    await expect(read(tenant(), object, 0, 9)).rejects.toMatchObject({ code: "source-changed" });
    await endpoint.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: object.key }));
    await expect(read(tenant(), object, 0, 9)).rejects.toMatchObject({ code: "source-changed" });
  });
});

it("cannot be had from a bucket that is not there", async () => {
  const tenant = aTenant({ attachments: { bucket: "coffer-nowhere-to-be-found", prefix: "" } });
  await expect(Array.fromAsync(source.list(tenant))).rejects.toMatchObject({ code: "attachments-unavailable" });
  const object = { key: "uploads/attachment/file/1/a", etag: '"x"', bytes: 1 };
  await expect(read(tenant, object, 0, 0)).rejects.toMatchObject({ code: "attachments-unavailable" });
});
