import { ListObjectsV2Command, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";
import { s3AttachmentProbe } from "../../../../functions/adapters/s3/s3-attachment-probe.ts";
import { aTenant } from "../../../support/a-tenant.ts";

const client = new S3Client({ region: "eu-central-1" });
const s3 = mockClient(client);
const tenant = aTenant({ attachments: { bucket: "acme-files", prefix: "acme/" } });
const look = () => s3AttachmentProbe({ client }).look(tenant);
beforeEach(() => s3.reset());

const refused = (name: string, httpStatusCode: number) =>
  new S3ServiceException({
    name,
    $fault: "client",
    $metadata: { httpStatusCode },
    message: "in bucket acme-files of 1111",
  });

test("asks for one name under the tenant's prefix", async () => {
  s3.on(ListObjectsV2Command).resolves({ KeyCount: 1 });
  expect(await look()).toEqual([{ what: "attachments", isGood: true }]);
  expect(s3.commandCalls(ListObjectsV2Command)[0]?.args[0].input).toEqual({
    Bucket: "acme-files",
    Prefix: "acme/uploads/",
    MaxKeys: 1,
    EncodingType: "url",
  });
});

test("says of an empty place that nothing is there yet", async () => {
  s3.on(ListObjectsV2Command).resolves({ KeyCount: 0 });
  expect(await look()).toEqual([{ what: "attachments", isGood: true, note: "no attachment is there yet" }]);
});

test.each([
  ["NoSuchBucket", 404],
  ["AccessDenied", 403],
])("names the place after %s, by a code of ours", async (name, status) => {
  s3.on(ListObjectsV2Command).rejects(refused(name, status));
  const [finding] = await look();
  expect(finding).toMatchObject({ what: "attachments", isGood: false, missing: ["acme-files/acme/"] });
  expect(finding?.note).toMatch(/^store-/u);
});

test("a mistake of ours is not a finding", async () => {
  s3.on(ListObjectsV2Command).rejects(new TypeError("a bug"));
  await expect(look()).rejects.toThrow("a bug");
});
