import { crc32 } from "node:zlib";
import { expect, it } from "vitest";
import { awsChunked } from "../../../../functions/adapters/s3/aws-chunked.ts";
import { someBytes } from "../../../support/some-attachments.ts";

async function* pieces(...bytes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const [index, length] of bytes.entries()) yield someBytes(length, index);
}

/** As much of `Checksum` as the client has. */
function Crc32() {
  let sum = 0;
  return {
    update: (bytes: Uint8Array) => void (sum = crc32(bytes, sum)),
    digest: async () => Uint8Array.from([sum >>> 24, sum >>> 16, sum >>> 8, sum]),
    reset: () => void (sum = 0),
  };
}

const options = {
  bodyLengthChecker: () => undefined,
  checksumAlgorithmFn: Crc32 as never,
  checksumLocationName: "x-amz-checksum-crc32",
  base64Encoder: (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64"),
};

async function decoded(...lengths: readonly number[]) {
  const text = Buffer.concat(await Array.fromAsync(awsChunked(pieces(...lengths), options)));
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = text.indexOf("\r\n", at);
    const bytes = Number.parseInt(text.toString("latin1", at, end), 16);
    if (bytes === 0) return { chunks, trailer: text.toString("latin1", end + 2) };
    chunks.push(text.subarray(end + 2, end + 2 + bytes));
    at = end + 2 + bytes + 2;
  }
}

it("frames a body in chunks that S3 takes, its checksum behind it", async () => {
  const lengths = [30, 70_000, 1, 2, 65_536, 100_000, 5];
  const { chunks, trailer } = await decoded(...lengths);
  const body = Buffer.concat(await Array.fromAsync(pieces(...lengths)));
  expect(Buffer.concat(chunks).equals(body)).toBe(true);
  for (const chunk of chunks.slice(0, -1)) expect(chunk.length).toBeGreaterThanOrEqual(8 * 1024);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  expect(trailer).toBe(`x-amz-checksum-crc32:${sum.toString("base64")}\r\n\r\n`);
});

it("has no chunk but the last where there are no bytes", async () => {
  expect(await decoded()).toEqual({ chunks: [], trailer: "x-amz-checksum-crc32:AAAAAA==\r\n\r\n" });
});
