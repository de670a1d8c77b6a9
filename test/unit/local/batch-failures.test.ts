import { expect, test } from "vitest";
import { batchFailures } from "../../../infra/local/queues/batch-failures.ts";

const batch = new Set(["a", "b"]);

test.each(["", "null", "{}", '{"batchItemFailures":null}', '{"batchItemFailures":[]}'])(
  "takes %j for a success",
  (payload) => {
    expect(batchFailures(payload, batch)).toEqual(new Set());
  },
);

test("names what failed", () => {
  expect(batchFailures('{"batchItemFailures":[{"itemIdentifier":"b"}]}', batch)).toEqual(new Set(["b"]));
});

test.each([
  '"text"',
  "not JSON",
  '{"batchItemFailures":"b"}',
  '{"batchItemFailures":[{"itemIdentifier":""}]}',
  '{"batchItemFailures":[{"itemIdentifier":null}]}',
  '{"batchItemFailures":[{"itemIdentifier":"stranger"}]}',
])("takes %j for a failure of the whole batch, as Lambda does", (payload) => {
  expect(batchFailures(payload, batch)).toBe("all");
});
