import { createHash, createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type S3Options, type S3Server, startS3 } from "../../../infra/local/s3/start-s3.ts";
import { refusalOf } from "../../support/s3-refusal.ts";

/** The examples that AWS publishes for Signature Version 4 in S3: its key, its bucket, its day, its signatures. */
const accessKeyId = "AKIAIOSFODNN7EXAMPLE";
const secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const exampleDay = () => Date.UTC(2013, 4, 24);
const Bucket = "examplebucket";

let directory: string;
let server: S3Server;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "coffer-s3-signatures-"));
});
afterEach(async () => {
  await server.close();
  rmSync(directory, { recursive: true });
});

const lookUp = (id: string) => (id === accessKeyId ? secretAccessKey : undefined);

async function start(options: Partial<S3Options> = {}) {
  server = await startS3({ port: 0, directory, region: "us-east-1", credentials: lookUp, ...options });
}

const clientWith = (sessionToken?: string, systemClockOffset = 0) =>
  new S3Client({
    endpoint: server.url,
    region: "us-east-1",
    forcePathStyle: true,
    maxAttempts: 1,
    systemClockOffset,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
  });

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Sent as it stands: no client that would sign, or set headers of its own. */
function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | Buffer = "",
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const options = { method, path, headers, port: server.port, host: "127.0.0.1", agent: false };
  const sent = request(options, (answer) => {
    let text = "";
    answer.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
    answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
  });
  sent.on("error", reject);
  sent.end(body);
  return promise;
}

const codeOf = ({ text }: Answer) => /<Code>(\w+)<\/Code>/u.exec(text)?.[1];
const scope = "20130524/us-east-1/s3/aws4_request";
const authorization = (signedHeaders: string, signature: string) =>
  `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope},SignedHeaders=${signedHeaders},Signature=${signature}`;

async function startOnExampleDay() {
  await start({ now: exampleDay });
  const offset = exampleDay() - Date.now();
  await clientWith(undefined, offset).send(new CreateBucketCommand({ Bucket }));
}

const chunks = [
  ["10000", "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648", "a".repeat(65_536)],
  ["400", "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497", "a".repeat(1024)],
  ["0", "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9", ""],
] as const;
const framed = (change: (text: string) => string = (text) => text) =>
  chunks.map(([size, signature, bytes]) => `${size};chunk-signature=${change(signature)}\r\n${bytes}\r\n`).join("");
const putChunks = (body: string) =>
  send(
    "PUT",
    "/examplebucket/chunkObject.txt",
    {
      host: "s3.amazonaws.com",
      "content-encoding": "aws-chunked",
      "content-length": "66824",
      "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "x-amz-date": "20130524T000000Z",
      "x-amz-decoded-content-length": "66560",
      "x-amz-storage-class": "REDUCED_REDUNDANCY",
      authorization: authorization(
        "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class",
        "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
      ),
    },
    body,
  );

describe("AWS's own examples", () => {
  test("of a GET with a signed header, on the bucket's own host", async () => {
    await startOnExampleDay();
    const answer = await send("GET", "/test.txt", {
      host: "examplebucket.s3.amazonaws.com",
      range: "bytes=0-9",
      "x-amz-content-sha256": createHash("sha256").update("").digest("hex"),
      "x-amz-date": "20130524T000000Z",
      authorization: authorization(
        "host;range;x-amz-content-sha256;x-amz-date",
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
      ),
    });
    expect(codeOf(answer)).toBe("NoSuchKey"); // past the signature, to an object that is not there
  });

  test("of a PUT with a signed payload", async () => {
    await startOnExampleDay();
    const body = "Welcome to Amazon S3.";
    const put = (content: string) =>
      send(
        "PUT",
        "/test%24file.text",
        {
          host: "examplebucket.s3.amazonaws.com",
          date: "Fri, 24 May 2013 00:00:00 GMT",
          "content-length": String(content.length),
          "x-amz-content-sha256": createHash("sha256").update(body).digest("hex"),
          "x-amz-date": "20130524T000000Z",
          "x-amz-storage-class": "REDUCED_REDUNDANCY",
          authorization: authorization(
            "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
          ),
        },
        content,
      );
    expect(codeOf(await put("Welcome to Amazon S4."))).toBe("XAmzContentSHA256Mismatch");
    expect((await put(body)).status).toBe(200);
  });

  test("of a link, that ends with its day", async () => {
    let nowMs = exampleDay();
    await start({ now: () => nowMs });
    const path = `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(`${accessKeyId}/${scope}`)}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`;
    const get = async () => codeOf(await send("GET", path, { host: "examplebucket.s3.amazonaws.com" }));
    expect(await get()).toBe("NoSuchBucket");
    nowMs += 86_400_000;
    expect(await get()).toBe("NoSuchBucket");
    nowMs += 1;
    expect(await get()).toBe("AccessDenied");
  });

  test("of a body in signed chunks; a changed chunk or signature is refused and nothing is stored", async () => {
    await startOnExampleDay();
    expect(codeOf(await putChunks(framed().replace("aaaa\r\n400", "aaab\r\n400")))).toBe("SignatureDoesNotMatch");
    expect(codeOf(await putChunks(framed((signature) => signature.replace("0055", "1055"))))).toBe(
      "SignatureDoesNotMatch",
    );
    const client = clientWith(undefined, exampleDay() - Date.now());
    const read = () => client.send(new GetObjectCommand({ Bucket, Key: "chunkObject.txt" }));
    expect((await refusalOf(read())).code).toBe("NoSuchKey");
    expect((await putChunks(framed())).status).toBe(200);
    const stored = await read();
    expect(stored.ContentEncoding).toBeUndefined();
    expect(await stored.Body?.transformToString()).toBe("a".repeat(66_560));
  });
});

const lookUpSession = (id: string, token: string | undefined) => {
  if (id !== accessKeyId || token === undefined) return undefined;
  if (token === "expired") return { secret: secretAccessKey, isExpired: true };
  const principalArn = "arn:aws:sts::000000000000:assumed-role/reader/x";
  return token === "right" ? { secret: secretAccessKey, principalArn } : undefined;
};

describe("a session token", () => {
  test("is part of the credentials: missing, wrong and expired ones are refused", async () => {
    await start({ credentials: lookUpSession });
    await clientWith("right").send(new CreateBucketCommand({ Bucket }));
    const put = (token?: string) => clientWith(token).send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
    await put("right");
    expect(await refusalOf(put())).toEqual({ code: "InvalidAccessKeyId", status: 403 });
    expect(await refusalOf(put("wrong"))).toEqual({ code: "InvalidToken", status: 400 });
    expect(await refusalOf(put("expired"))).toEqual({ code: "ExpiredToken", status: 400 });
  });
});

describe("a body in unsigned chunks", () => {
  test("takes a chunk of less than 8 KiB only as the last one", async () => {
    await start();
    const client = clientWith();
    await client.send(new CreateBucketCommand({ Bucket }));
    const put = async (...sizes: number[]) => {
      const Body = Readable.from(sizes.map((size) => Buffer.alloc(size)));
      const ContentLength = sizes.reduce((sum, size) => sum + size, 0);
      return client.send(new PutObjectCommand({ Bucket, Key: "k", Body, ContentLength }));
    };
    await put(8192, 8192, 1);
    expect(await refusalOf(put(8191, 8192))).toEqual({ code: "InvalidChunkSizeError", status: 403 });
  });
});

const keyed = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** The bucket that the answer to a well signed request says is missing. */
async function bucketMeant(path: string, host: string): Promise<string | undefined> {
  const headers = { host, "x-amz-date": "20130524T000000Z", "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
  const signed = ["host", "x-amz-content-sha256", "x-amz-date"];
  const lines = [
    "GET",
    path,
    "",
    ...signed.map((name) => `${name}:${new Map(Object.entries(headers)).get(name)}`),
    "",
    signed.join(";"),
    "UNSIGNED-PAYLOAD",
  ];
  const canonical = createHash("sha256").update(lines.join("\n")).digest("hex");
  const key = scope.split("/").reduce<string | Buffer>(keyed, `AWS4${secretAccessKey}`);
  const signature = keyed(key, ["AWS4-HMAC-SHA256", "20130524T000000Z", scope, canonical].join("\n")).toString("hex");
  const { text } = await send("GET", path, { ...headers, authorization: authorization(signed.join(";"), signature) });
  return /<BucketName>(.*?)<\/BucketName>/u.exec(text)?.[1];
}

describe("the host of a request", () => {
  test("names the bucket, or else the path does", async () => {
    await start({ now: exampleDay });
    for (const host of ["127.0.0.1", "localhost:9000", "s3.localhost", "s3.eu-central-1.amazonaws.com"]) {
      expect(await bucketMeant("/a-bucket/k", host)).toBe("a-bucket");
    }
    for (const host of ["a-bucket.s3.localhost:9000", "a-bucket.localhost", "a-bucket.s3.amazonaws.com"]) {
      expect(await bucketMeant("/other/k", host)).toBe("a-bucket");
    }
  });
});
