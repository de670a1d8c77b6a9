import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { stsLinkCredentials } from "../../../../functions/adapters/s3/sts-link-credentials.ts";
import { COMMON_FAILURES, serviceError } from "../../../support/sdk-errors.ts";

const sts = mockClient(STSClient);
beforeEach(() => sts.reset());

const Expiration = new Date(Date.UTC(2026, 0, 31));
const Credentials = { AccessKeyId: "ASIA", SecretAccessKey: "s", SessionToken: "t", Expiration };
const deps = { client: new STSClient(), roleArn: "arn:aws:iam::1:role/links", bucket: "archives" };
const input = () => sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input;

describe("credentials of a link", () => {
  it("are made for one key of one tenant, tagged with the tenant, for the shortest time there is", async () => {
    sts.on(AssumeRoleCommand).resolves({ Credentials });
    const kmsKeyArn = "arn:aws:kms:eu-central-1:1:key/k";
    const made = await stsLinkCredentials({ ...deps, kmsKeyArn })("acme", "t/acme/b/1/g1/archive.zip");
    expect(made).toEqual({
      accessKeyId: "ASIA",
      secretAccessKey: "s",
      sessionToken: "t",
      endsAt: Expiration.getTime(),
    });
    expect(input()).toEqual({
      RoleArn: deps.roleArn,
      RoleSessionName: "link-acme",
      DurationSeconds: 900,
      Tags: [{ Key: "tenantId", Value: "acme" }],
      Policy: expect.any(String),
    });
    expect(JSON.parse(input()?.Policy ?? "")).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:GetObjectVersion"],
          Resource: "arn:aws:s3:::archives/t/acme/b/1/g1/archive.zip",
        },
        {
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: kmsKeyArn,
          Condition: { StringEquals: { "kms:EncryptionContext:tenantId": "acme" } },
        },
      ],
    });
  });

  it("mean a key literally, whatever a policy would make of it", async () => {
    sts.on(AssumeRoleCommand).resolves({ Credentials });
    await stsLinkCredentials(deps)("acme", "t/acme/*/${aws:username}?");
    expect(JSON.parse(input()?.Policy ?? "").Statement).toEqual([
      expect.objectContaining({ Resource: "arn:aws:s3:::archives/t/acme/${*}/${$}{aws:username}${?}" }),
    ]);
  });

  it.each([...COMMON_FAILURES, ["a refusal", serviceError("AccessDenied", 403), "internal"] as const])(
    "fail on %s",
    async (_, error, code) => {
      sts.on(AssumeRoleCommand).rejects(error);
      await expect(stsLinkCredentials(deps)("acme", "k")).rejects.toMatchObject({ code });
    },
  );

  it("fail when the answer has none", async () => {
    sts.on(AssumeRoleCommand).resolves({});
    await expect(stsLinkCredentials(deps)("acme", "k")).rejects.toMatchObject({ code: "internal" });
  });
});
