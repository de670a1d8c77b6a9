import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { sqsDeadLetters } from "../../../../functions/adapters/sqs/sqs-dead-letters.ts";
import { sqsNoticeQueue } from "../../../../functions/adapters/sqs/sqs-notice-queue.ts";
import { sqsWorkQueue } from "../../../../functions/adapters/sqs/sqs-work-queue.ts";
import type { BuildWork } from "../../../../functions/domain/backup/build-work.ts";
import type { NoticeEvent } from "../../../../functions/domain/notice/notice-event.ts";
import { COMMON_FAILURES, serviceError } from "../../../support/sdk-errors.ts";

const sqs = mockClient(SQSClient);
beforeEach(() => sqs.reset());

const deps = { client: new SQSClient(), queueUrl: "https://queue" };
const work: BuildWork = { tenantId: "acme", backupId: "1", step: "seal", generation: 1 };
const about = { userId: 4, login: "ada", name: "Ada" };
const notice: NoticeEvent = {
  eventId: "e",
  tenantId: "acme",
  at: 1,
  kind: "backup-pulled",
  about,
  backupId: "1",
  address: "192.0.2.1",
};
const inputs = () => sqs.calls().map(({ args }) => args[0].input);

describe("queues", () => {
  it("send work in the tenant's group", async () => {
    sqs.on(SendMessageCommand).resolves({});
    await sqsWorkQueue(deps).send(work);
    expect(inputs()).toEqual([
      { QueueUrl: "https://queue", MessageBody: JSON.stringify(work), MessageGroupId: "acme" },
    ]);
  });

  it.each([
    [1, 1],
    [30_000, 30],
    [30_001, 31],
    [3_600_000, 900],
  ])("hold work back for %i ms as %i s", async (delayMs, DelaySeconds) => {
    sqs.on(SendMessageCommand).resolves({});
    await sqsWorkQueue(deps).send(work, delayMs);
    expect(inputs()).toMatchObject([{ DelaySeconds }]);
  });

  it("send notices in the tenant's group", async () => {
    sqs.on(SendMessageCommand).resolves({});
    await sqsNoticeQueue(deps).send(notice);
    expect(inputs()).toEqual([
      { QueueUrl: "https://queue", MessageBody: JSON.stringify(notice), MessageGroupId: "acme" },
    ]);
  });

  it("take what is set aside as it is, with a short reason", async () => {
    sqs.on(SendMessageCommand).resolves({});
    await sqsDeadLetters(deps)("{", "x".repeat(1_000));
    expect(inputs()).toEqual([
      {
        QueueUrl: "https://queue",
        MessageBody: "{",
        MessageAttributes: { reason: { DataType: "String", StringValue: "x".repeat(512) } },
      },
    ]);
  });

  it.each([
    ...COMMON_FAILURES,
    ["SQS's own throttle", serviceError("RequestThrottled", 403), "service-busy"] as const,
    ["KMS's throttle", serviceError("KmsThrottled", 400), "service-busy"] as const,
    ["a queue that is not there", serviceError("QueueDoesNotExist", 400), "internal"] as const,
  ])("fail on %s", async (_, error, code) => {
    sqs.on(SendMessageCommand).rejects(error);
    await expect(sqsWorkQueue(deps).send(work)).rejects.toMatchObject({ code, cause: error });
    await expect(sqsNoticeQueue(deps).send(notice)).rejects.toMatchObject({ code, cause: error });
    await expect(sqsDeadLetters(deps)("{", "not JSON")).rejects.toMatchObject({ code, cause: error });
  });
});
