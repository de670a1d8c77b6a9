import { expect, test } from "vitest";
import { resourcesLeftOut } from "../../../infra/local/template/resource-types.ts";
import { type Stack, templateShape } from "../../../infra/local/template/template.ts";

const stackOf = (...types: string[]): Stack => ({
  name: "s",
  template: templateShape.parse({ Resources: Object.fromEntries(types.map((Type, n) => [`r${n}`, { Type }])) }),
  fileAssets: new Map(),
  imageAssets: new Map(),
});

test("reports a resource that it does not carry out and that is not known as harmless", () => {
  const stack = stackOf("AWS::SQS::Queue", "AWS::IAM::Role", "AWS::StepFunctions::StateMachine", "Custom::Thing");
  expect(resourcesLeftOut([stack]).map(({ type }) => type)).toEqual([
    "AWS::StepFunctions::StateMachine",
    "Custom::Thing",
  ]);
});

test("reports a policy-like type of a service it does not know", () => {
  expect(resourcesLeftOut([stackOf("AWS::SNS::TopicInlinePolicy", "AWS::Kinesis::ResourcePolicy")])).toHaveLength(1);
});
