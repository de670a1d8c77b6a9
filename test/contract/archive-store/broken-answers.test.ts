import type { IncomingMessage, ServerResponse } from "node:http";
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { encodeCrc32 } from "../../../functions/adapters/s3/crc32-text.ts";
import { s3ArchiveStore } from "../../../functions/adapters/s3/s3-archive-store.ts";
import { s3AttachmentSource } from "../../../functions/adapters/s3/s3-attachment-source.ts";
import { s3WorkStore } from "../../../functions/adapters/s3/s3-work-store.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { type BrokenS3, brokenS3 } from "../../support/broken-s3.ts";

const content = Buffer.from("0123456789abcdefghijklmnopqrstuvwxyz");

/** Promises the whole range, sends at most `bytes` of it, and goes away. */
function cutAfter(bytes: number) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "bytes=0-") ?? [];
    const end = last ? Number(last) + 1 : content.length;
    const range = content.subarray(Number(first), end);
    response.writeHead(206, { "content-length": range.length, etag: '"v1"' });
    if (range.length <= bytes) response.end(range);
    else response.write(range.subarray(0, bytes), () => response.destroy());
  };
}

const error = (code: string) => `<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>no</Message></Error>`;

const xml = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(body);
};

const read = async ({ client }: BrokenS3, first = 0, last?: number) =>
  Buffer.concat(await Array.fromAsync(s3WorkStore({ client, bucket: "work" }).read("key", first, last))).toString();

describe("a stream that is cut", () => {
  it("is taken up again at the byte reached, of the same object, until all is there", async () => {
    await using s3 = await brokenS3(cutAfter(10));
    expect(await read(s3)).toBe(content.toString());
    expect(s3.requests.map(({ headers }) => [headers.range, headers["if-match"]])).toEqual([
      [undefined, undefined],
      ["bytes=10-35", '"v1"'],
      ["bytes=20-35", '"v1"'],
      ["bytes=30-35", '"v1"'],
    ]);
  });

  it("is taken up within its range", async () => {
    await using s3 = await brokenS3(cutAfter(4));
    expect(await read(s3, 2, 11)).toBe("23456789ab");
    expect(s3.requests.map(({ headers }) => headers.range)).toEqual(["bytes=2-11", "bytes=6-11", "bytes=10-11"]);
  });

  it("is given up when nothing comes any more, never handed on short", async () => {
    await using s3 = await brokenS3(cutAfter(0));
    await expect(read(s3)).rejects.toMatchObject({ code: "service-busy" });
    expect(s3.requests.length).toBe(5);
  });

  it("ends as changed when the attachment was replaced in between", async () => {
    await using s3 = await brokenS3((request, response, nth) => {
      if (nth === 1) cutAfter(10)(request, response);
      else xml(response, 412, error("PreconditionFailed"));
    });
    const source = s3AttachmentSource({ client: s3.client });
    const bytes = source.read(aTenant(), { key: "key", etag: '"v1"' }, 0, content.length - 1);
    await expect(Array.fromAsync(bytes)).rejects.toMatchObject({ code: "source-changed" });
  });
});

describe("a completion", () => {
  const upload = { key: "t/acme/b/1/g1/archive.zip", uploadId: "u" };
  const parts = [{ number: 1, etag: '"p1"', bytes: content.length, crc32: crc32(content) }];
  const whole = { bytes: content.length, crc32: crc32(content) };
  const complete = ({ client }: BrokenS3) =>
    s3ArchiveStore({ client, bucket: "archives" }).complete(upload, parts, whole);

  const head = (response: ServerResponse, sum: number): void => {
    response.writeHead(200, {
      "content-length": content.length,
      "x-amz-checksum-crc32": encodeCrc32(sum),
      "x-amz-version-id": "v7",
    });
    response.end();
  };

  it("that is answered 200 with an error in its body did not work", async () => {
    await using s3 = await brokenS3((request, response) => {
      if (request.method === "HEAD") xml(response, 404, "");
      else xml(response, 200, error("InternalError"));
    });
    await expect(complete(s3)).rejects.toMatchObject({ isRetryable: true });
  });

  it("that is answered 200 with an error first works at the client's next attempt", async () => {
    await using s3 = await brokenS3((_, response, nth) => {
      if (nth === 1) xml(response, 200, error("InternalError"));
      else {
        response.setHeader("x-amz-version-id", "v8");
        xml(response, 200, "<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>");
      }
    }, 3);
    expect(await complete(s3)).toEqual({ versionId: "v8", bytes: content.length });
  });

  it.each([
    ["was lost", (response: ServerResponse) => response.destroy()],
    ["says that the upload is gone", (response: ServerResponse) => xml(response, 404, error("NoSuchUpload"))],
    ["says that the key is taken", (response: ServerResponse) => xml(response, 412, error("PreconditionFailed"))],
    [
      "says that another is at it",
      (response: ServerResponse) => xml(response, 409, error("ConditionalRequestConflict")),
    ],
    ["is a failure of the server", (response: ServerResponse) => xml(response, 500, error("InternalError"))],
  ])("whose answer %s is read back", async (_, answer) => {
    const answering = (stored: number) =>
      brokenS3((request, response) => {
        if (request.method === "HEAD") head(response, stored);
        else answer(response);
      });
    await using same = await answering(whole.crc32);
    expect(await complete(same)).toEqual({ versionId: "v7", bytes: content.length });
    expect(same.requests.at(-1)?.headers["x-amz-checksum-mode"]).toBe("ENABLED");
    await using other = await answering(whole.crc32 + 1);
    await expect(complete(other)).rejects.toMatchObject({ name: "Failure" });
  });

  it("that is refused for good is not read back", async () => {
    await using s3 = await brokenS3((_, response) => xml(response, 403, error("AccessDenied")));
    await expect(complete(s3)).rejects.toMatchObject({ code: "store-refused" });
    expect(s3.requests.length).toBe(1);
  });
});

describe("a copied part", () => {
  const upload = { key: "t/acme/b/1/g1/archive.zip", uploadId: "u" };
  const copy = ({ client }: BrokenS3) =>
    s3ArchiveStore({ client, bucket: "archives" }).copyPart(upload, 3, { bucket: "acme", key: "k" }, 0, 9);
  const copied = `<CopyPartResult><ETag>"p"</ETag><ChecksumCRC32>${encodeCrc32(7)}</ChecksumCRC32></CopyPartResult>`;

  it("that is answered 200 with an error in its body is none", async () => {
    await using s3 = await brokenS3((_, response) => xml(response, 200, error("InternalError")));
    await expect(copy(s3)).rejects.toMatchObject({ isRetryable: true });
  });

  it.each([
    ["lost", (response: ServerResponse) => response.destroy()],
    ["an error under a 200", (response: ServerResponse) => xml(response, 200, error("InternalError"))],
  ])("whose first answer is %s is copied again", async (_, answer) => {
    await using s3 = await brokenS3((_request, response, nth) => {
      if (nth === 1) answer(response);
      else xml(response, 200, copied);
    }, 3);
    expect(await copy(s3)).toEqual({ outcome: "copied", etag: '"p"', crc32: 7 });
    expect(s3.requests.map(({ headers }) => headers["x-amz-copy-source-range"])).toEqual(["bytes=0-9", "bytes=0-9"]);
  });

  it("that is refused is asked for once", async () => {
    await using s3 = await brokenS3((_, response) => xml(response, 403, error("AccessDenied")), 3);
    expect(await copy(s3)).toEqual({ outcome: "refused", error: "AccessDenied" });
    expect(s3.requests.length).toBe(1);
  });
});
