import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openS3Endpoint, type S3Endpoint, testCredentials } from "../../support/s3-endpoint.ts";
import { answerOf, refusalOf } from "../../support/s3-refusal.ts";
import { tamperingClient } from "../../support/s3-tampering.ts";

let endpoint: S3Endpoint;
let client: S3Client;
let Bucket: string;
let VersionId: string | undefined;

beforeAll(async () => {
  endpoint = await openS3Endpoint();
  client = endpoint.client;
  Bucket = await endpoint.createBucket("versioned");
  ({ VersionId } = await client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "0123456789" })));
  await client.send(new PutObjectCommand({ Bucket, Key: "other", Body: "not yours" }));
});
afterAll(() => endpoint.close());

const mismatch = { code: "SignatureDoesNotMatch", status: 403 };
const denied = { code: "AccessDenied", status: 403 };
const read = () => new GetObjectCommand({ Bucket, Key: "k" });

const link = (more: Partial<GetObjectCommandInput> = {}, options: { expiresIn?: number; signingDate?: Date } = {}) =>
  getSignedUrl(client, new GetObjectCommand({ Bucket, Key: "k", VersionId, ...more }), {
    expiresIn: 120,
    ...options,
  });
const ago = (seconds: number) => ({ signingDate: new Date(Date.now() - seconds * 1000) });

describe("a signed header", () => {
  test("lets the request in", async () => {
    expect((await client.send(read())).ContentLength).toBe(10);
  });

  test.each([
    [
      "the signature",
      (request: { headers: Record<string, string> }) => {
        const value = request.headers["authorization"] ?? "";
        request.headers["authorization"] = value.replace(/.$/u, value.endsWith("0") ? "1" : "0");
      },
    ],
    [
      "the key",
      (request: { path: string }) => {
        request.path = request.path.replace(/k$/u, "other");
      },
    ],
    [
      "the method",
      (request: { method: string }) => {
        request.method = "DELETE";
      },
    ],
    [
      "a parameter",
      (request: { query?: Record<string, string | string[] | null> }) => {
        request.query = { ...request.query, versionId: "null" };
      },
    ],
    [
      "a signed header's value",
      (request: { headers: Record<string, string> }) => {
        request.headers["x-amz-date"] = (request.headers["x-amz-date"] ?? "").replace(/\dZ$/u, (end) =>
          end === "0Z" ? "1Z" : "0Z",
        );
      },
    ],
  ])("is refused when %s was changed", async (_what, tamper) => {
    expect(await refusalOf(tamperingClient(endpoint, tamper).send(read()))).toEqual(mismatch);
  });

  test("is refused when a header that counts was added", async () => {
    const adding = tamperingClient(endpoint, ({ headers }) => {
      headers["x-amz-storage-class"] = "GLACIER";
    });
    expect(await refusalOf(adding.send(read()))).toEqual(denied);
  });

  test("is refused when the body is not the one that was signed", async () => {
    const changing = tamperingClient(endpoint, (request) => {
      request.body = "CONTENT";
    });
    const refusal = await refusalOf(changing.send(new PutObjectCommand({ Bucket, Key: "changed", Body: "content" })));
    expect(refusal.code).toBeOneOf(["XAmzContentSHA256Mismatch", "BadDigest"]);
    const stored = client.send(new GetObjectCommand({ Bucket, Key: "changed" }));
    expect((await refusalOf(stored)).code).toBe("NoSuchKey");
  });

  test("is refused of a wrong secret, an unknown key, and a clock 20 minutes off", async () => {
    const { accessKeyId } = await endpoint.client.config.credentials();
    const wrong = endpoint.clientWith({ credentials: { accessKeyId, secretAccessKey: "wrong" } });
    expect(await refusalOf(wrong.send(read()))).toEqual(mismatch);
    const unknown = endpoint.clientWith({ credentials: { ...testCredentials, accessKeyId: "AKIDUNKNOWN" } });
    expect(await refusalOf(unknown.send(read()))).toEqual({ code: "InvalidAccessKeyId", status: 403 });
    for (const minutes of [-20, 20]) {
      const off = endpoint.clientWith({ systemClockOffset: minutes * 60_000 });
      expect(await refusalOf(off.send(read()))).toEqual({ code: "RequestTimeTooSkewed", status: 403 });
    }
  });

  test("is refused for another region", async () => {
    const elsewhere = endpoint.clientWith({ region: endpoint.region === "us-west-2" ? "us-east-2" : "us-west-2" });
    expect(await refusalOf(elsewhere.send(read()))).toEqual({ code: "AuthorizationHeaderMalformed", status: 400 });
  });

  test("is needed: nothing is open to the anonymous", async () => {
    const link = await getSignedUrl(client, read());
    const bare = link.replace(/\?.*$/u, "");
    expect(await answerOf(await fetch(bare))).toEqual(denied);
    const large = { method: "PUT", body: Buffer.alloc(16 * 1024 ** 2) };
    expect(await answerOf(await fetch(bare, large))).toEqual(denied);
  });
});

describe("a signed link", () => {
  const dispositions = {
    ResponseContentDisposition: "attachment; filename=\"backup ä.zip\"; filename*=UTF-8''backup%20%C3%A4.zip",
    ResponseContentType: "application/zip",
    ResponseCacheControl: "no-store, private",
  };

  test("gives the object, with the headers that were signed", async () => {
    const answer = await fetch(await link(dispositions));
    expect(await answer.text()).toBe("0123456789");
    expect(answer.headers.get("content-type")).toBe("application/zip");
    expect(answer.headers.get("cache-control")).toBe("no-store, private");
    expect(answer.headers.get("content-disposition")).toBe(dispositions.ResponseContentDisposition);
  });

  test("gives a range of it", async () => {
    const answer = await fetch(await link(), { headers: { range: "bytes=4-" } });
    expect([answer.status, answer.headers.get("content-range"), await answer.text()]).toEqual([
      206,
      "bytes 4-9/10",
      "456789",
    ]);
  });

  test.each([
    ["the signature", (url: URL) => url.searchParams.set("X-Amz-Signature", "0".repeat(64))],
    [
      "the key",
      (url: URL) => {
        url.pathname = url.pathname.replace(/k$/u, "other");
      },
    ],
    ["the version", (url: URL) => url.searchParams.set("versionId", "null")],
    ["the disposition", (url: URL) => url.searchParams.set("response-content-disposition", "inline")],
    ["the expiry", (url: URL) => url.searchParams.set("X-Amz-Expires", "604800")],
    [
      "the date",
      (url: URL) =>
        url.searchParams.set(
          "X-Amz-Date",
          (url.searchParams.get("X-Amz-Date") ?? "").replace(/\dZ$/u, (end) => (end === "0Z" ? "1Z" : "0Z")),
        ),
    ],
    ["an extra parameter", (url: URL) => url.searchParams.set("response-content-type", "text/html")],
  ])("is refused when %s was changed", async (_what, tamper) => {
    const url = new URL(await link({ ResponseContentDisposition: "attachment" }));
    tamper(url);
    expect(await answerOf(await fetch(url))).toEqual(mismatch);
  });

  test("is refused for another method", async () => {
    expect(await answerOf(await fetch(await link(), { method: "DELETE" }))).toEqual(mismatch);
    expect((await fetch(await link(), { method: "HEAD" })).status).toBe(403);
  });

  test("is refused when it has expired, or lies in the future", async () => {
    expect(await answerOf(await fetch(await link({}, { expiresIn: 60, ...ago(70) })))).toEqual(denied);
    expect(await answerOf(await fetch(await link({}, ago(-1200))))).toEqual(denied);
    expect((await fetch(await link({}, { expiresIn: 60, ...ago(30) }))).status).toBe(200);
  });

  test("is refused of a wrong secret and of an unknown key", async () => {
    const { accessKeyId } = await endpoint.client.config.credentials();
    const wrong = endpoint.clientWith({ credentials: { accessKeyId, secretAccessKey: "wrong" } });
    expect(await answerOf(await fetch(await getSignedUrl(wrong, read())))).toEqual(mismatch);
    const unknown = endpoint.clientWith({ credentials: { ...testCredentials, accessKeyId: "AKIDUNKNOWN" } });
    const answer = await answerOf(await fetch(await getSignedUrl(unknown, read())));
    expect(answer).toEqual({ code: "InvalidAccessKeyId", status: 403 });
  });

  test("lives a week at most", async () => {
    const url = new URL(await link());
    url.searchParams.set("X-Amz-Expires", "604801");
    expect(await answerOf(await fetch(url))).toEqual({ code: "AuthorizationQueryParametersError", status: 400 });
  });

  test("does not take headers that it does not sign", async () => {
    const answer = await fetch(await link(), { headers: { "x-amz-checksum-mode": "ENABLED" } });
    expect(await answerOf(answer)).toEqual(denied);
  });

  test("takes an upload when signed without the checksum of an empty body, and refuses one with it", async () => {
    const upload = async (from: S3Client) => {
      const url = await getSignedUrl(from, new PutObjectCommand({ Bucket, Key: "uploaded" }), { expiresIn: 60 });
      return answerOf(await fetch(url, { method: "PUT", body: "content" }));
    };
    expect(await upload(client)).toEqual({ code: "BadDigest", status: 400 });
    const bare = endpoint.clientWith({ requestChecksumCalculation: "WHEN_REQUIRED" });
    expect((await upload(bare)).status).toBe(200);
    const remove = await getSignedUrl(bare, new DeleteObjectCommand({ Bucket, Key: "uploaded" }));
    expect((await fetch(remove, { method: "DELETE" })).status).toBe(204);
  });
});
