import type { DynamoDBRecord } from "aws-lambda";
import { expect, test, vi } from "vitest";
import * as z from "zod";
import { type StreamMapping, startStreamRunner } from "../../../infra/local/streams/start-stream-runner.ts";
import { aFunction } from "../../support/local-function.ts";

const record = (pk: string, number: number): DynamoDBRecord => ({
  dynamodb: { Keys: { pk: { S: pk } }, SequenceNumber: String(number), NewImage: { pk: { S: pk } } },
});

const eventShape = z.object({ Records: z.array(z.object({ dynamodb: z.object({ SequenceNumber: z.string() }) })) });

/** Runs records through a mapping to a function that notes what it is given; `handler` decides what comes of it. */
function aRunner(handler: (numbers: string[]) => unknown, options: Partial<StreamMapping> = {}) {
  const given: string[][] = [];
  const gaveUp: string[] = [];
  const target = aFunction(async (event) => {
    const numbers = eventShape.parse(event).Records.map(({ dynamodb }) => dynamodb.SequenceNumber);
    given.push(numbers);
    return handler(numbers);
  });
  const runner = startStreamRunner({
    streamArn: "arn:stream",
    function: target,
    batchSize: 10,
    filters: [],
    reportsFailures: false,
    bisectsOnError: false,
    retriesMax: 2,
    ageMsMax: 60_000,
    firstPauseMs: 1,
    laneCount: 1,
    onGivenUp: async (notice) => void gaveUp.push(notice),
    ...options,
  });
  return { runner, given, gaveUp };
}

test("delivers records of one turn in one batch, in order", async () => {
  const { runner, given } = aRunner(() => null);
  for (const number of [1, 2, 3]) runner.put(record("a", number));
  await vi.waitFor(() => expect(given).toEqual([["1", "2", "3"]]));
  await runner.close();
});

test("tries a failed batch again before it goes on", async () => {
  let failures = 1;
  const { runner, given } = aRunner(
    () => {
      if (failures-- > 0) throw new Error("once");
    },
    { batchSize: 1 },
  );
  for (const number of [1, 2]) runner.put(record("a", number));
  await vi.waitFor(() => expect(given).toEqual([["1"], ["1"], ["2"]]));
  await runner.close();
});

test("halves a failed batch until the bad record stands alone, and gives that up", async () => {
  const { runner, given, gaveUp } = aRunner(
    (numbers) => {
      if (numbers.includes("2")) throw new Error("bad");
    },
    { bisectsOnError: true, retriesMax: 1 },
  );
  for (const number of [1, 2, 3]) runner.put(record("a", number));
  await vi.waitFor(() => expect(given.at(-1)).toEqual(["3"]));
  expect(given.slice(0, 2)).toEqual([
    ["1", "2", "3"],
    ["1", "2"],
  ]);
  expect(gaveUp.map((notice) => JSON.parse(notice).DDBStreamBatchInfo)).toEqual([
    expect.objectContaining({ startSequenceNumber: "2", endSequenceNumber: "2", batchSize: 1 }),
  ]);
  await runner.close();
});

test("goes on from the first record that is reported as failed", async () => {
  let isBad = true;
  const { runner, given } = aRunner(
    () => {
      const batchItemFailures = isBad ? [{ itemIdentifier: "2" }] : [];
      isBad = false;
      return { batchItemFailures };
    },
    { reportsFailures: true },
  );
  for (const number of [1, 2, 3]) runner.put(record("a", number));
  await vi.waitFor(() =>
    expect(given).toEqual([
      ["1", "2", "3"],
      ["2", "3"],
    ]),
  );
  await runner.close();
});

test("skips what no filter matches", async () => {
  const { runner, given } = aRunner(() => null, { filters: [{ dynamodb: { NewImage: { pk: { S: ["b"] } } } }] });
  runner.put(record("a", 1));
  runner.put(record("b", 2));
  await vi.waitFor(() => expect(given).toEqual([["2"]]));
  await runner.close();
});
