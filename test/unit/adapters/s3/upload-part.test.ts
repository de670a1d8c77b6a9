import { hash } from "node:crypto";
import { S3Client } from "@aws-sdk/client-s3";
import { HttpResponse } from "@smithy/core/protocols";
import { describe, expect, it } from "vitest";
import { S3_CLIENT_SETTINGS } from "../../../../functions/adapters/s3/s3-client-settings.ts";
import { uploadPart } from "../../../../functions/adapters/s3/upload-part.ts";

/** Headers of an upload to a store at `endpoint`; without one, at its address in the cloud. */
async function sentTo(endpoint?: string): Promise<Record<string, string> | undefined> {
  const sent: Record<string, string>[] = [];
  const client = new S3Client({
    ...S3_CLIENT_SETTINGS,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    region: "eu-central-1",
    credentials: { accessKeyId: "id", secretAccessKey: "secret" },
    requestHandler: {
      handle: async ({ headers }: { readonly headers: Record<string, string> }) => {
        sent.push(headers);
        return { response: new HttpResponse({ statusCode: 200, headers: { etag: '"e"' } }) };
      },
    },
  });
  const place = { Bucket: "b", Key: "k", UploadId: "u", PartNumber: 1 };
  expect(await client.send(uploadPart(place, Buffer.from("abcd"), 0xed_82_cd_11))).toMatchObject({ ETag: '"e"' });
  expect(sent).toHaveLength(1);
  return sent[0];
}

const SIGNED_CRC32 = /SignedHeaders=[^,]*content-length[^,]*;x-amz-checksum-crc32;x-amz-content-sha256/;

describe("a part", () => {
  it("has its CRC-32 signed with all that is said of it, and its bytes left to TLS", async () => {
    const headers = await sentTo();
    expect(headers).toMatchObject({
      "content-length": "4",
      "x-amz-checksum-crc32": "7YLNEQ==",
      "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
    });
    expect(headers?.["authorization"]).toMatch(SIGNED_CRC32);
  });

  it("has its bytes signed too where nothing else vouches for them", async () => {
    const headers = await sentTo("http://127.0.0.1:9000");
    expect(headers).toMatchObject({
      "x-amz-checksum-crc32": "7YLNEQ==",
      "x-amz-content-sha256": hash("sha256", "abcd", "hex"),
    });
    expect(headers?.["authorization"]).toMatch(SIGNED_CRC32);
  });
});
