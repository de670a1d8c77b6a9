import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SqsService, sqsService } from "../../support/sqs-service.ts";

describe("standard queues", () => {
  let service: SqsService;
  beforeAll(async () => {
    service = await sqsService();
  });
  afterAll(() => service.stop());

  const send = (QueueUrl: string, MessageBody: string, more: object = {}) =>
    service.client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
  const receive = async (QueueUrl: string, more: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> => {
    const input = { QueueUrl, WaitTimeSeconds: 3, MessageSystemAttributeNames: ["All" as const], ...more };
    return (await service.client.send(new ReceiveMessageCommand(input))).Messages ?? [];
  };
  const remove = (QueueUrl: string, message: Message | undefined) =>
    service.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));

  test("gives a message once while it is being worked on, and no more once it is deleted", async () => {
    const { url } = await service.createQueue({ VisibilityTimeout: "30" });
    await send(url, "work");
    const [message] = await receive(url);
    expect(message?.Body).toBe("work");
    expect(message?.Attributes?.ApproximateReceiveCount).toBe("1");
    expect(await receive(url, { WaitTimeSeconds: 0 })).toEqual([]);
    await remove(url, message);
    await service.client
      .send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout: 0,
        }),
      )
      .catch(() => "AWS refuses this for a deleted message, others ignore it");
    expect(await receive(url, { WaitTimeSeconds: 1 })).toEqual([]);
  });

  test("gives a message again when its visibility ends, and counts the receives", async () => {
    const { url } = await service.createQueue({ VisibilityTimeout: "1" });
    await send(url, "again");
    expect(await receive(url)).toHaveLength(1);
    const [second] = await receive(url, { WaitTimeSeconds: 5 });
    expect(second?.Body).toBe("again");
    expect(second?.Attributes?.ApproximateReceiveCount).toBe("2");
  });

  test("gives a message back at once when its visibility is set to nothing", async () => {
    const { url } = await service.createQueue({ VisibilityTimeout: "600" });
    await send(url, "returned");
    const [first] = await receive(url);
    const change = { QueueUrl: url, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 };
    await service.client.send(new ChangeMessageVisibilityCommand(change));
    expect((await receive(url)).map((message) => message.Body)).toEqual(["returned"]);
  });

  test("keeps a message hidden for longer when its visibility is extended", async () => {
    const { url } = await service.createQueue({ VisibilityTimeout: "1" });
    await send(url, "held");
    const [first] = await receive(url);
    const change = { QueueUrl: url, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 600 };
    await service.client.send(new ChangeMessageVisibilityCommand(change));
    expect(await receive(url, { WaitTimeSeconds: 2 })).toEqual([]);
  });

  test("moves a message to the dead letters after the last receive that its queue allows", async () => {
    const dead = await service.createQueue();
    const redrive = { deadLetterTargetArn: dead.arn, maxReceiveCount: 2 };
    const { url } = await service.createQueue({ VisibilityTimeout: "0", RedrivePolicy: JSON.stringify(redrive) });
    const { MessageId } = await send(url, "poison", { MessageGroupId: "acme" });
    expect(await receive(url)).toHaveLength(1);
    expect(await receive(url)).toHaveLength(1);
    expect(await receive(url, { WaitTimeSeconds: 1 })).toEqual([]);
    const [letter] = await receive(dead.url);
    expect(letter).toMatchObject({ MessageId, Body: "poison", Attributes: { MessageGroupId: "acme" } });
  });

  test("takes a message group on a fair queue without holding the group's other messages back", async () => {
    const { url } = await service.createQueue();
    await send(url, "one", { MessageGroupId: "acme" });
    await send(url, "two", { MessageGroupId: "acme" });
    const Entries = [{ Id: "three", MessageBody: "three", MessageGroupId: "globex" }];
    await service.client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    const received: Message[] = [];
    while (received.length < 3) received.push(...(await receive(url, { MaxNumberOfMessages: 10 })));
    const groups = received.map((message) => `${message.Body} of ${message.Attributes?.MessageGroupId}`);
    expect(groups.sort()).toEqual(["one of acme", "three of globex", "two of acme"]);
  });

  test("keeps the group of a message that is received again", async () => {
    const { url } = await service.createQueue({ VisibilityTimeout: "0" });
    await send(url, "grouped", { MessageGroupId: "acme" });
    await receive(url);
    const [again] = await receive(url, { MessageSystemAttributeNames: ["MessageGroupId"] });
    expect(again?.Attributes).toEqual({ MessageGroupId: "acme" });
  });

  test("deletes the good part of a batch and names the bad part", async () => {
    const { url } = await service.createQueue();
    await send(url, "good");
    const [good] = await receive(url);
    const Entries = [
      { Id: "good", ReceiptHandle: good?.ReceiptHandle },
      { Id: "bad", ReceiptHandle: "no-such-receipt" },
    ];
    const answer = await service.client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(answer.Successful?.map((entry) => entry.Id)).toEqual(["good"]);
    expect(answer.Failed).toMatchObject([{ Id: "bad", SenderFault: true }]);
  });

  test("refuses a receipt that can't be one", async () => {
    const { url } = await service.createQueue();
    const name = "ReceiptHandleIsInvalid";
    await expect(remove(url, { ReceiptHandle: "no-such-receipt" })).rejects.toMatchObject({ name });
    const Entries = [{ Id: "only", ReceiptHandle: "no-such-receipt" }];
    const answer = await service.client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(answer.Failed).toMatchObject([{ Id: "only", Code: name }]);
  });

  test("sends the good part of a batch and names the bad part", async () => {
    const { url } = await service.createQueue();
    const Entries = [
      { Id: "good", MessageBody: "fine" },
      { Id: "bad", MessageBody: "not\u0000allowed" },
    ];
    const answer = await service.client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(answer.Successful?.map((entry) => entry.Id)).toEqual(["good"]);
    expect(answer.Failed).toMatchObject([{ Id: "bad", SenderFault: true }]);
    expect((await receive(url)).map((message) => message.Body)).toEqual(["fine"]);
  });

  test("holds a delayed message back, and wakes a waiting receive when it is due", async () => {
    const { url } = await service.createQueue();
    await send(url, "later", { DelaySeconds: 1 });
    expect(await receive(url, { WaitTimeSeconds: 0 })).toEqual([]);
    expect((await receive(url, { WaitTimeSeconds: 5 })).map((message) => message.Body)).toEqual(["later"]);
  });

  test("wakes a waiting receive when a message comes", async () => {
    const { url } = await service.createQueue();
    const waiting = receive(url, { WaitTimeSeconds: 20 });
    const startedMs = performance.now();
    await send(url, "now");
    expect((await waiting).map((message) => message.Body)).toEqual(["now"]);
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });

  test("takes 1 MiB, and refuses a byte more", async () => {
    const { url } = await service.createQueue();
    await send(url, "x".repeat(1_048_576));
    expect((await receive(url))[0]?.Body).toHaveLength(1_048_576);
    await expect(send(url, "x".repeat(1_048_577))).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  test("counts waiting, hidden and delayed messages", async () => {
    const { url } = await service.createQueue();
    await send(url, "hidden");
    await receive(url);
    await send(url, "waiting");
    await send(url, "delayed", { DelaySeconds: 600 });
    const all = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] });
    await expect
      .poll(async () => (await service.client.send(all)).Attributes, { timeout: 10_000 })
      .toMatchObject({
        ApproximateNumberOfMessages: "1",
        ApproximateNumberOfMessagesNotVisible: "1",
        ApproximateNumberOfMessagesDelayed: "1",
      });
  });

  test("refuses a queue that is not there", async () => {
    const { url } = await service.createQueue();
    await expect(send(`${url}-none`, "lost")).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  });
});
