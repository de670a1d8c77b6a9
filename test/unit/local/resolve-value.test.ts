import { expect, test } from "vitest";
import { resolveValue, type Scope } from "../../../infra/local/template/resolve-value.ts";

const scope: Scope = {
  reference: (logicalId) => (logicalId === "AWS::NoValue" ? undefined : `ref-${logicalId}`),
  attribute: (logicalId, name) => `${logicalId}/${name}`,
  imported: (exportName) => `imported-${exportName}`,
  condition: (name) => name === "IsTrue",
};

const resolve = (value: unknown) => resolveValue(value, scope);

test("works out references inside of joins", () => {
  expect(resolve({ "Fn::Join": [":", ["arn", { Ref: "Queue" }, { "Fn::GetAtt": ["Table", "Arn"] }, 1]] })).toBe(
    "arn:ref-Queue:Table/Arn:1",
  );
});

test("substitutes names, attributes and own variables, and leaves what is escaped", () => {
  expect(resolve({ "Fn::Sub": "${A}-${B.Arn.X}-${!C}" })).toBe("ref-A-B/Arn.X-${C}");
  expect(resolve({ "Fn::Sub": ["${a}${A}", { a: { Ref: "Z" } }] })).toBe("ref-Zref-A");
});

test("selects from what was split", () => {
  expect(resolve({ "Fn::Select": ["2", { "Fn::Split": ["/", "a/b/c"] }] })).toBe("c");
  expect(() => resolve({ "Fn::Select": [3, ["a"]] })).toThrow("entry 3 of 1");
});

test("follows exports of other stacks", () => {
  expect(resolve({ "Fn::ImportValue": { "Fn::Sub": "x-${A}" } })).toBe("imported-x-ref-A");
});

test("chooses by condition, without working out the other side", () => {
  expect(resolve({ "Fn::If": ["IsTrue", "yes", { "Fn::Unknown": 1 }] })).toBe("yes");
  expect(resolve({ "Fn::Or": [{ "Fn::Not": [{ Condition: "IsTrue" }] }, { "Fn::Equals": ["a", "a"] }] })).toBe(true);
});

test("leaves out members and entries without a value", () => {
  expect(resolve({ kept: [1, { Ref: "AWS::NoValue" }], gone: { Ref: "AWS::NoValue" } })).toEqual({ kept: [1] });
});

test("refuses a function it does not know", () => {
  expect(() => resolve({ "Fn::Cidr": [] })).toThrow("Fn::Cidr");
});
