import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeNotice } from "../../../functions/adapters/sqs/notice-message.ts";
import { sqsNoticeQueue } from "../../../functions/adapters/sqs/sqs-notice-queue.ts";
import { sqsWorkQueue } from "../../../functions/adapters/sqs/sqs-work-queue.ts";
import { decodeWork } from "../../../functions/adapters/sqs/work-message.ts";
import type { BuildWork } from "../../../functions/domain/backup/build-work.ts";
import type { NoticeEvent } from "../../../functions/domain/notice/notice-event.ts";
import { type SqsService, sqsService } from "../../support/sqs-service.ts";

let sqs: SqsService;
beforeAll(async () => {
  sqs = await sqsService();
});
afterAll(() => sqs.stop());

async function receive(QueueUrl: string) {
  const { Messages = [] } = await sqs.client.send(
    new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ["All"], WaitTimeSeconds: 1 }),
  );
  return Messages;
}

describe.each(["acme", "globex"])("queues of %s", (tenantId) => {
  it("carry work, with the tenant as the group", async () => {
    const { url } = await sqs.createQueue();
    const range = { round: 2, first: 3, last: 9 } as const;
    const work: BuildWork = { tenantId, backupId: "b", step: "pack", generation: 2, range };
    await sqsWorkQueue({ client: sqs.client, queueUrl: url }).send(work);
    const [message] = await receive(url);
    expect(decodeWork(message?.Body ?? "")).toEqual({ work });
    expect(message?.Attributes?.MessageGroupId).toBe(tenantId);
  });

  it("hold work back when asked to", async () => {
    const { url } = await sqs.createQueue();
    const queue = sqsWorkQueue({ client: sqs.client, queueUrl: url });
    await queue.send({ tenantId, backupId: "b", step: "dump", generation: 0 }, 60_000);
    expect(await receive(url)).toEqual([]);
  });

  it("carry notices", async () => {
    const { url } = await sqs.createQueue();
    const about = { userId: 4, login: "ada", name: "Ada" };
    const notice: NoticeEvent = { eventId: "e", tenantId, at: 1, kind: "token-made", about, validFrom: 2, by: about };
    await sqsNoticeQueue({ client: sqs.client, queueUrl: url }).send(notice);
    const [message] = await receive(url);
    expect(decodeNotice(message?.Body ?? "")).toEqual({ notice });
    expect(message?.Attributes?.MessageGroupId).toBe(tenantId);
  });
});
