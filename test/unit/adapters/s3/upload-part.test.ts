import { S3Client } from "@aws-sdk/client-s3";
import { HttpResponse } from "@smithy/core/protocols";
import { expect, it } from "vitest";
import { S3_CLIENT_SETTINGS } from "../../../../functions/adapters/s3/s3-client-settings.ts";
import { uploadPart } from "../../../../functions/adapters/s3/upload-part.ts";

it("signs the part's CRC-32 with all that is said of it, and leaves the bytes to the connection", async () => {
  const sent: Record<string, string>[] = [];
  const client = new S3Client({
    ...S3_CLIENT_SETTINGS,
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
  expect(sent[0]).toMatchObject({
    "content-length": "4",
    "x-amz-checksum-crc32": "7YLNEQ==",
    "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
  });
  expect(sent[0]?.["authorization"]).toMatch(
    /SignedHeaders=[^,]*content-length[^,]*;x-amz-checksum-crc32;x-amz-content-sha256/,
  );
});
