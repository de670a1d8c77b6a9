import { SendMessageCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Faults } from "../../../infra/local/faults.ts";
import { type Mailbox, startMailbox } from "../../../infra/local/ses/start-mailbox.ts";
import { aBadInputCloud, type BadInputCloud, MARK, refused } from "../../support/a-bad-input-cloud.ts";
import { until } from "../../support/a-demo-cloud.ts";
import { endOf, requestBackup } from "../../support/bad-backup.ts";
import { allLogs, allTraces, untilQuiet } from "../../support/traces.ts";

let world: BadInputCloud;
beforeAll(async () => {
  world = await aBadInputCloud();
});
let mailbox: Mailbox | undefined;
afterAll(async () => {
  // Its mails are looked at when the world ends.
  await world?.close();
  await mailbox?.close();
});

const queueUrl = (functionName: string, variable: string): string =>
  world.cloud.functions[functionName]?.spec.environment[variable] ?? "";

function refuse(faults: Faults, operations: readonly string[], times: number, status: number, code: string): void {
  for (const operation of operations) {
    faults.arm({ operation, nth: 1, times, effect: { kind: "refuse", status, code } });
  }
}

describe("a service that refuses for a while", () => {
  afterEach(() => {
    const { dynamo, s3, sqs } = world.cloud.services;
    for (const { faults } of [dynamo, s3, sqs]) faults.disarm();
  });

  it.each(["GetItem", "TransactWriteItems"])(
    "(the table, for %s) has a request answered as busy, and nothing changed",
    async (operation) => {
      const { faults } = world.cloud.services.dynamo;
      refuse(faults, [operation], 10_000, 400, "ProvisionedThroughputExceededException");
      const request = {
        method: "POST",
        path: "/api/v3/backups",
        headers: [world.authorization, ["Content-Type", "application/json"] as const],
        body: JSON.stringify({ backupToken: world.backupToken }),
      };
      expect(await world.refusalOf(request)).toEqual(refused(503, "ServiceUnavailable"));
    },
  );

  it.each<[string, () => void]>([
    [
      "a throttled table",
      () => {
        const operations = ["GetItem", "UpdateItem", "TransactWriteItems", "Query"];
        refuse(world.cloud.services.dynamo.faults, operations, 5, 400, "ProvisionedThroughputExceededException");
      },
    ],
    [
      "queues that take nothing",
      () => refuse(world.cloud.services.sqs.faults, ["SendMessage"], 8, 503, "ServiceUnavailable"),
    ],
    [
      "stores that answer 503",
      () => {
        const writing = ["PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"];
        const reading = ["GetObject", "HeadObject", "ListObjectsV2"];
        refuse(world.cloud.services.s3.faults, [...writing, ...reading], 3, 503, "SlowDown");
      },
    ],
  ])("(%s) delays a backup, no more", async (_, spoil) => {
    const job = await requestBackup(world);
    spoil();
    expect(await endOf(world, job)).toMatchObject({ status: "success" });
  });
});

describe("a message that nobody can read", () => {
  it.each([
    ["worker", "COFFER_WORK_QUEUE_URL", `{"backupToken":"${MARK}`, "not JSON"],
    ["worker", "COFFER_WORK_QUEUE_URL", `{"step":"${MARK}"}`, "step: invalid_value"],
    ["relay", "COFFER_NOTICE_QUEUE_URL", `{"kind":"${MARK}"}`, "kind: invalid_union"],
  ])("is among the dead letters at once, with its reason (%s: %s, %s)", async (name, variable, MessageBody, reason) => {
    const QueueUrl = queueUrl(name, variable);
    const { MessageId } = await world.cloud.services.clients.sqs.send(
      new SendMessageCommand({ QueueUrl, MessageBody }),
    );
    expect(MessageId).toBeDefined();
    const told = await until("the dead letter", () =>
      allLogs(world)
        .split("\n")
        .find((line) => line.includes('"dead letter"') && line.includes(reason)),
    );
    expect(told).toContain('"level":"ERROR"');
    expect(await allTraces(world)).not.toContain(MARK);
  });
});

const tries = (): number => allLogs(world).split("notice not sent").length - 1;

describe("a mail service that is away", () => {
  it("keeps no backup from its end, and the mails come once it is back", async () => {
    const { clients, mailbox: first } = world.cloud.services;
    await untilQuiet(world);
    const before = (await first.inbox()).length;
    const triesBefore = tries();
    await first.close();
    // As it would be after minutes: a try each two seconds.
    const Attributes = { VisibilityTimeout: "2" };
    const QueueUrl = queueUrl("relay", "COFFER_NOTICE_QUEUE_URL");
    await clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    expect(await endOf(world, await requestBackup(world))).toMatchObject({ status: "success" });
    await until("two tries in vain", () => (tries() >= triesBefore + 4 ? true : undefined));

    mailbox = await startMailbox(first.port);
    expect(mailbox.port).toBe(first.port);
    await untilQuiet(world);
    // What was sent before the service went away is still in its store.
    const mails = (await mailbox.inbox()).slice(before);
    expect(mails.map(({ subject }) => subject.includes("Backup ready"))).toEqual([true, true]);
    expect(new Set(mails.map(({ destination }) => destination.to.join())).size).toBe(2);
  });
});
