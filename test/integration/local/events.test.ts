import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as z from "zod";
import { startToyCloud, type ToyCloud } from "../../support/local-toy-cloud.ts";

let toy: ToyCloud;
beforeAll(async () => {
  toy = await startToyCloud();
});
afterAll(() => toy[Symbol.asyncDispose]());

const queueUrl = (name: string) => `${toy.cloud.services.sqs.url}/000000000000/toy-service-${name}`;
const send = (MessageBody: string) =>
  toy.cloud.services.clients.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl("Work"), MessageBody }));
const noteShape = z.looseObject({ message: z.string().optional(), rows: z.array(z.string()).default([]) });
const notes = () => toy.seen().map((what) => noteShape.parse(what));
const messagesSeen = (body: string) => notes().filter(({ message }) => message === body);
const soon = { timeout: 20_000, interval: 50 };

async function waiting(name: string): Promise<number[]> {
  const { Attributes } = await toy.cloud.services.clients.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl(name),
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    }),
  );
  return Object.values(Attributes ?? {}).map(Number);
}

/** The body of the next dead letter. */
async function deadLetter(): Promise<string | undefined> {
  const command = new ReceiveMessageCommand({ QueueUrl: queueUrl("WorkDead"), WaitTimeSeconds: 10 });
  const { Messages } = await toy.cloud.services.clients.sqs.send(command);
  return Messages?.[0]?.Body;
}

test("hands a message to the function and deletes it when that is done", async () => {
  await toy.ask("POST", "/things", { body: "by the API" });
  await vi.waitFor(() => expect(messagesSeen("by the API")).toMatchObject([{ receives: "1" }]), soon);
  await vi.waitFor(async () => expect(await waiting("Work")).toEqual([0, 0]), soon);
});

test("brings a message back that is reported as failed, and then to the dead letters", async () => {
  await send("fail");
  await vi.waitFor(() => expect(messagesSeen("fail").at(-1)).toMatchObject({ receives: "2" }), soon);
  expect(await deadLetter()).toBe("fail");
  expect(messagesSeen("fail")).toHaveLength(2);
});

test("kills a function at its time limit, and its message comes again", async () => {
  await send("hang");
  await vi.waitFor(() => expect(messagesSeen("hang")).toHaveLength(2), soon);
  expect(await deadLetter()).toBe("hang");
});

test("brings a message back whose process was killed", async () => {
  const { worker } = toy.cloud.functions;
  await send("hang");
  await vi.waitFor(() => expect(messagesSeen("hang")).toHaveLength(3), soon);
  expect(await worker?.kill()).toBeGreaterThan(0);
  await vi.waitFor(() => expect(messagesSeen("hang")).toHaveLength(4), soon);
  await worker?.kill();
  expect(await deadLetter()).toBe("hang");
});

const put = (pk: string, kind: string) =>
  toy.cloud.services.clients.dynamo.send(
    new PutItemCommand({ TableName: "toy-state-Records", Item: { pk: { S: pk }, kind: { S: kind } } }),
  );
const rowsSeen = () => notes().flatMap(({ rows }) => rows);

test("hands changes of a table to the function that the filter lets through", async () => {
  await put("row-1", "outbox");
  await put("row-2", "other");
  await put("row-3", "outbox");
  await vi.waitFor(() => expect(rowsSeen().toSorted()).toEqual(["row-1", "row-3"]), soon);
});

test("gives a change up that always fails, and says so where the template says", async () => {
  await put("poison", "outbox");
  const notice = JSON.parse((await deadLetter()) ?? "{}");
  expect(notice).toMatchObject({
    requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 2 },
    DDBStreamBatchInfo: { batchSize: 1 },
  });
});

test("fires a schedule on demand", async () => {
  await toy.cloud.tick("EachMinute");
  expect(toy.seen().at(-1)).toEqual({ scheduled: "Scheduled Event", pgBin: toy.cloud.services.postgres.bin });
  await expect(toy.cloud.tick("EachDay")).rejects.toThrow("No schedule EachDay; there are: EachMinute.");
});
