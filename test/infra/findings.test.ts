import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { expect, test } from "vitest";
import type { Settings } from "../../infra/settings.ts";
import { synthesise } from "./synthesise.ts";
import { resourcesOf } from "./template.ts";

const EVERYTHING: Partial<Settings> = {
  account: "111122223333",
  region: "eu-central-1",
  domainNames: [
    { domainName: "*.backup.example", certificateArn: "arn:aws:acm:eu-central-1:111122223333:certificate/1" },
  ],
  network: {
    subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    securityGroupIds: ["sg-0123456789abcdef0"],
  },
  attachmentBuckets: [{ bucket: "acme-files", prefix: "acme/" }],
  alarmMails: ["operator@coffer.example"],
};

test("every setting set, the checks find nothing that is not explained", () => {
  const { service } = synthesise(EVERYTHING);
  const inNetwork = resourcesOf(service, "AWS::Lambda::Function").filter(({ Properties }) => "VpcConfig" in Properties);
  expect(inNetwork.map(({ id }) => id.replace(/Function.*/, "")).sort()).toEqual([
    "audit",
    "backups",
    "downloads",
    "files",
    "history",
    "notices",
    "operator",
    "sessions",
    "settings",
    "tokens",
    "worker",
  ]);
});

test("a permission for every resource of its kind stops the synthesis", () => {
  const statement = new PolicyStatement({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::*"] });
  expect(() => synthesise({}, ({ service }) => service.functions.sessions.role.addToPolicy(statement))).toThrow(
    /AwsSolutions-IAM5\[Resource::arn:aws:s3:::\*\]/,
  );
});

test("a queue without a way for dead letters stops the synthesis", () => {
  expect(() => synthesise({}, ({ service }) => new Queue(service, "Forgotten"))).toThrow(/AwsSolutions-SQS3/);
});
