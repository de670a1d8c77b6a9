import { expect, test } from "vitest";
import { matchesPattern } from "../../../infra/local/streams/matches-pattern.ts";

const record = {
  eventName: "INSERT",
  dynamodb: { NewImage: { kind: { S: "outbox" }, size: { N: 7 }, tags: { SS: ["a", "b"] } } },
};
const image = (pattern: object) => ({ dynamodb: { NewImage: pattern } });

test.each([
  ["an equal value", { eventName: ["MODIFY", "INSERT"] }],
  ["a nested value", image({ kind: { S: ["outbox"] } })],
  ["an entry of a list", image({ tags: { SS: ["b"] } })],
  ["a prefix", image({ kind: { S: [{ prefix: "out" }] } })],
  ["a suffix", image({ kind: { S: [{ suffix: "box" }] } })],
  ["anything but another", image({ kind: { S: [{ "anything-but": ["inbox"] }] } })],
  ["a number in a range", image({ size: { N: [{ numeric: [">", 5, "<=", 7] }] } })],
  ["what is there", image({ kind: { S: [{ exists: true }] } })],
  ["what is not there", image({ other: { S: [{ exists: false }] } })],
  ["one of several", { $or: [{ eventName: ["REMOVE"] }, { eventName: ["INSERT"] }] }],
])("matches %s", (_, pattern) => {
  expect(matchesPattern(pattern, record)).toBe(true);
});

test.each([
  ["another value", { eventName: ["REMOVE"] }],
  ["a value that is not there", image({ other: { S: ["outbox"] } })],
  ["one of two that both must hold", { eventName: ["INSERT"], ...image({ kind: { S: ["inbox"] } }) }],
  ["anything but this one", image({ kind: { S: [{ "anything-but": "outbox" }] } })],
  ["a number out of range", image({ size: { N: [{ numeric: ["<", 7] }] } })],
])("does not match %s", (_, pattern) => {
  expect(matchesPattern(pattern, record)).toBe(false);
});

test("refuses an operator it does not know", () => {
  expect(() => matchesPattern({ eventName: [{ cidr: "10.0.0.0/8" }] }, record)).toThrow("cidr");
});
