import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { s3WorkStore } from "../../../../functions/adapters/s3/s3-work-store.ts";
import { serviceError } from "../../../support/sdk-errors.ts";

const client = new S3Client({ region: "eu-central-1" });
const s3 = mockClient(client);
beforeEach(() => s3.reset());

const store = s3WorkStore({ client, bucket: "work", kmsKeyId: "key-1", partBytes: 4 });
const key = "t/acme/b/1/g1/openproject.pgdump";
const encryption = {
  ServerSideEncryption: "aws:kms",
  SSEKMSKeyId: "key-1",
  SSEKMSEncryptionContext: Buffer.from('{"tenantId":"acme","backupId":"1"}').toString("base64"),
};

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

describe("the work store", () => {
  it("puts what fits into one part by one request", async () => {
    s3.on(PutObjectCommand).resolves({});
    await store.write(key, chunks("ab", "cd"));
    expect(s3.calls().map(({ args }) => args[0].input)).toEqual([
      { Bucket: "work", Key: key, Body: Buffer.from("abcd"), ChecksumCRC32: "7YLNEQ==", ...encryption },
    ]);
  });

  it("streams more than that in parts, with the checksum of the whole", async () => {
    s3.on(CreateMultipartUploadCommand).resolves({ UploadId: "u" });
    const parts: [number, string][] = [];
    s3.on(UploadPartCommand).callsFake(({ PartNumber, Body }) => {
      // A part's memory is used again once it was sent.
      parts.push([PartNumber, Buffer.from(Body).toString()]);
      return { ETag: `"${PartNumber}"` };
    });
    s3.on(CompleteMultipartUploadCommand).resolves({});
    const written = await store.write(key, chunks("abcdefghij"));
    expect(written).toMatchObject({ bytes: 10, crc32: 0x39_81_70_3a });
    expect(s3.commandCalls(CreateMultipartUploadCommand)[0]?.args[0].input).toEqual({
      Bucket: "work",
      Key: key,
      ChecksumAlgorithm: "CRC32",
      ChecksumType: "FULL_OBJECT",
      ...encryption,
    });
    expect(parts).toEqual([
      [1, "abcd"],
      [2, "efghij"],
    ]);
    const complete = s3.commandCalls(CompleteMultipartUploadCommand)[0]?.args[0].input;
    expect(complete).toMatchObject({ MpuObjectSize: 10, ChecksumType: "FULL_OBJECT", ChecksumCRC32: "OYFwOg==" });
    expect(complete).not.toHaveProperty("IfNoneMatch");
  });

  it("aborts when a part fails, and sends no Complete", async () => {
    s3.on(CreateMultipartUploadCommand).resolves({ UploadId: "u" });
    s3.on(UploadPartCommand).resolves({ ETag: '"e"' });
    s3.on(UploadPartCommand, { PartNumber: 2 }).rejects(serviceError("AccessDenied", 403));
    s3.on(AbortMultipartUploadCommand).rejects(serviceError("AccessDenied", 403));
    let isClosed = false;
    async function* endless() {
      try {
        for (;;) yield Buffer.from("abcd");
      } finally {
        isClosed = true;
      }
    }
    await expect(store.write(key, endless())).rejects.toMatchObject({ code: "store-refused" });
    expect(isClosed).toBe(true);
    expect(s3.commandCalls(AbortMultipartUploadCommand).map(({ args }) => args[0].input)).toEqual([
      { Bucket: "work", Key: key, UploadId: "u" },
    ]);
    expect(s3.commandCalls(CompleteMultipartUploadCommand)).toEqual([]);
  });

  it("closes its source when not even the first request works", async () => {
    s3.on(CreateMultipartUploadCommand).rejects(serviceError("SlowDown", 503));
    let isClosed = false;
    async function* source() {
      try {
        yield Buffer.from("abcdefgh");
        yield Buffer.from("ijkl");
      } finally {
        isClosed = true;
      }
    }
    await expect(store.write(key, source())).rejects.toMatchObject({ code: "service-busy" });
    expect(isClosed).toBe(true);
  });
});
