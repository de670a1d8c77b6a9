import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SqsService, sqsService } from "../../support/sqs-service.ts";

const onlyLocal = process.env["COFFER_SQS_ENDPOINT"] === undefined;

describe.runIf(onlyLocal)("the local SQS", () => {
  let service: SqsService;
  let QueueUrl: string;
  beforeAll(async () => {
    service = await sqsService();
    QueueUrl = (await service.createQueue()).url;
  });
  afterAll(() => service.stop());

  const send = (MessageBody: string) => service.client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const bodies = async () => {
    const { Messages = [] } = await service.client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    return Messages.map((message) => message.Body);
  };

  test("names its queues by an address that needs no resolver", () => {
    expect(QueueUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/000000000000\//);
  });

  test("refuses on demand without sending", async () => {
    service.local?.faults.arm({
      operation: "SendMessage",
      nth: 1,
      effect: { kind: "refuse", status: 503, code: "ServiceUnavailable" },
    });
    await expect(send("refused")).rejects.toMatchObject({ name: "ServiceUnavailable" });
    expect(await bodies()).toEqual([]);
  });

  test("ends waiting receives when it closes", async () => {
    const other = await sqsService();
    const queue = await other.createQueue();
    const waiting = other.client.send(new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds: 20 }));
    await expect.poll(() => other.local?.faults.counts.get("ReceiveMessage")).toBe(1);
    await other.local?.close();
    expect((await waiting).Messages).toBeUndefined();
    other.client.destroy();
  });

  test("loses a request on demand without sending, and an answer after sending", async () => {
    service.local?.faults.arm({ operation: "SendMessage", nth: 1, effect: { kind: "drop-request" } });
    service.local?.faults.arm({ operation: "SendMessage", nth: 2, effect: { kind: "drop-answer" } });
    await expect(send("lost")).rejects.toThrow(/socket hang up|ECONNRESET/);
    await expect(send("sent unheard")).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(await bodies()).toEqual(["sent unheard"]);
    expect(service.local?.faults.counts.get("SendMessage")).toBe(3);
  });
});
