import { CreateMultipartUploadCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { s3ExtractStore } from "../../../../functions/adapters/s3/s3-extract-store.ts";
import { serviceError } from "../../../support/sdk-errors.ts";

const client = new S3Client({ region: "eu-central-1" });
const s3 = mockClient(client);
beforeEach(() => s3.reset());

const store = s3ExtractStore({ client, bucket: "work", kmsKeyId: "key-1" });
const object = { key: "t/acme/extracts/b1/x1", tenantId: "acme", backupId: "b1" };
const encrypted = {
  Bucket: "work",
  Key: object.key,
  ContentType: "application/octet-stream",
  ServerSideEncryption: "aws:kms",
  SSEKMSKeyId: "key-1",
  SSEKMSEncryptionContext: Buffer.from('{"tenantId":"acme","backupId":"b1"}').toString("base64"),
};
const bytes = Buffer.from("abcd");
const crc32 = 0xed_82_cd_11;
const put = () => store.put(object, bytes, crc32);
const inputs = () => s3.calls().map(({ args }) => args[0].input);

describe("the store of files taken out of archives", () => {
  it("puts a file bound to tenant and backup, with its checksum, and never over another", async () => {
    s3.on(PutObjectCommand).resolves({});
    await put();
    expect(inputs()).toEqual([{ ...encrypted, Body: bytes, ChecksumCRC32: "7YLNEQ==", IfNoneMatch: "*" }]);
  });

  it("begins an upload bound to tenant and backup, summed over the whole", async () => {
    s3.on(CreateMultipartUploadCommand).resolves({ UploadId: "u" });
    expect(await store.begin(object)).toEqual({ key: object.key, uploadId: "u" });
    expect(inputs()).toEqual([{ ...encrypted, ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" }]);
  });

  it("takes a file that is there already for its own, if it is this very one: an answer was lost", async () => {
    s3.on(PutObjectCommand).rejects(serviceError("PreconditionFailed", 412));
    s3.on(HeadObjectCommand).resolves({ ContentLength: 4, ChecksumCRC32: "7YLNEQ==" });
    await put();
    s3.on(HeadObjectCommand).resolves({ ContentLength: 4, ChecksumCRC32: "AAAAAA==" });
    await expect(put()).rejects.toMatchObject({ code: "store-conflict" });
  });

  it("looks for nothing where the store refused", async () => {
    s3.on(PutObjectCommand).rejects(serviceError("AccessDenied", 403));
    await expect(put()).rejects.toMatchObject({ code: "store-refused" });
    expect(s3.commandCalls(HeadObjectCommand)).toHaveLength(0);
  });
});
