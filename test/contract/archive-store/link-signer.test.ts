import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { s3ExtractLinks } from "../../../functions/adapters/s3/s3-extract-links.ts";
import { s3LinkSigner } from "../../../functions/adapters/s3/s3-link-signer.ts";
import { type LinkCredentialsFor, stsLinkCredentials } from "../../../functions/adapters/s3/sts-link-credentials.ts";
import type { LinkSigner } from "../../../functions/domain/download/link-signer.ts";
import { startS3 } from "../../../infra/local/s3/start-s3.ts";
import { type KeysService, keysService } from "../../support/keys-service.ts";
import { movingClock } from "../../support/moving-clock.ts";

const region = "eu-central-1";
const bucket = "archives";
const owner = { accessKeyId: "AKIDOWNER", secretAccessKey: "owner/secret" };
const clock = movingClock();
const content = "PK and so on";

let keys: KeysService;
let s3: Awaited<ReturnType<typeof startS3>>;
let directory: string;
let client: S3Client;
let linkCredentials: LinkCredentialsFor;
let signer: LinkSigner;
let archive: Parameters<LinkSigner["sign"]>[1];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "coffer-links-"));
  keys = await keysService({ now: () => clock.now() });
  s3 = await startS3({
    port: 0,
    directory,
    region,
    now: () => clock.now(),
    credentials: (id, token) => (id === owner.accessKeyId ? owner.secretAccessKey : keys.local.credentials(id, token)),
  });
  const clientConfig = { region, endpoint: s3.url, forcePathStyle: true };
  const systemClockOffset = clock.now() - Date.now();
  client = new S3Client({ ...clientConfig, credentials: owner, systemClockOffset });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const VersioningConfiguration = { Status: "Enabled" } as const;
  await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
  const Key = "t/acme/b/1/g1/archive.zip";
  const { VersionId: versionId = "" } = await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: content }));
  await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "a later version" }));
  const counts = { bytes: content.length, crc32: 0, entries: 1, missing: 0, keptUntil: 0 };
  archive = { archiveKey: Key, versionId, ...counts };
  linkCredentials = stsLinkCredentials({ client: keys.sts(), roleArn: "arn:aws:iam::000000000000:role/links", bucket });
  signer = s3LinkSigner({ clientConfig, bucket, linkCredentials, clock });
});
afterAll(async () => {
  client.destroy();
  await s3.close();
  await keys.stop();
  await rm(directory, { recursive: true });
});

const fileName = 'Größe "A" 50%.zip';
const sign = (seconds = 120) => signer.sign("acme", archive, fileName, seconds);

describe("a link", () => {
  it("gives the one version, to be saved under its name and kept by nobody", async () => {
    const answer = await fetch(await sign());
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(content);
    expect(answer.headers.get("content-type")).toBe("application/zip");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("content-disposition")).toBe(
      `attachment; filename="Gr__e _A_ 50_.zip"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%22A%22%2050%25.zip`,
    );
  });

  it("gives a range of it, so that a broken transfer can go on", async () => {
    const answer = await fetch(await sign(), { headers: { range: "bytes=3-5" } });
    expect([answer.status, await answer.text()]).toEqual([206, "and"]);
  });

  it.each([
    ["another version", "versionId", "x"],
    ["another name", "response-content-disposition", "inline"],
    ["another type", "response-content-type", "text/html"],
    ["a cache", "response-cache-control", "public"],
    ["a longer life", "X-Amz-Expires", "9999"],
  ])("cannot be changed to %s", async (_, parameter, value) => {
    const url = new URL(await sign());
    expect(url.searchParams.has(parameter)).toBe(true);
    url.searchParams.set(parameter, value);
    expect((await fetch(url)).status).toBe(403);
  });

  it("lives as long as it is asked to, and no longer", async () => {
    const link = await sign(120);
    expect(new URL(link).searchParams.get("X-Amz-Expires")).toBe("120");
    clock.advance(121_000);
    expect((await fetch(link)).status).toBe(403);
    expect((await fetch(await sign())).status).toBe(200);
  });

  it("ends thirty seconds before the credentials it is signed with", async () => {
    const link = await sign(3_600);
    expect(new URL(link).searchParams.get("X-Amz-Expires")).toBe("870");
  });

  it("is not made with credentials that are about to end", async () => {
    const ending: LinkCredentialsFor = async (tenantId, key) => ({
      ...(await linkCredentials(tenantId, key)),
      endsAt: clock.now() + 30_500,
    });
    const late = s3LinkSigner({ clientConfig: { region }, bucket, linkCredentials: ending, clock });
    await expect(late.sign("acme", archive, fileName, 120)).rejects.toMatchObject({ code: "service-busy" });
  });

  it("to a file that was taken out saves it under its name, and is never shown", async () => {
    const Key = "t/acme/extracts/b1/x1";
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "<script>", ContentType: "text/html" }));
    const files = s3ExtractLinks({
      clientConfig: { region, endpoint: s3.url, forcePathStyle: true },
      bucket,
      linkCredentials,
      clock,
    });
    const link = await files.sign("acme", Key, 'a"\r\nSet-Cookie: x=1; ü.html', 120);
    const answer = await fetch(link);
    expect([answer.status, await answer.text()]).toEqual([200, "<script>"]);
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("set-cookie")).toBeNull();
    expect(answer.headers.get("content-disposition")).toBe(
      `attachment; filename="a___Set-Cookie: x=1; _.html"; filename*=UTF-8''a%22%0D%0ASet-Cookie%3A%20x%3D1%3B%20%C3%BC.html`,
    );
    const other = new URL(link);
    other.pathname = other.pathname.replace("x1", "x2");
    expect((await fetch(other)).status).toBe(403);
  });

  it("is signed by credentials of its own", async () => {
    const links = [new URL(await sign()), new URL(await sign())];
    const credentials = links.map(({ searchParams }) => searchParams.get("X-Amz-Credential"));
    expect(credentials[0]).not.toBe(credentials[1]);
  });
});
