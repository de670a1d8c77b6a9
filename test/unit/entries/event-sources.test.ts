import type { DynamoDBRecord, SQSEvent, SQSRecord } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { decodeNotice } from "../../../functions/adapters/sqs/notice-message.ts";
import { decodeWork, encodeWork } from "../../../functions/adapters/sqs/work-message.ts";
import { systemTimer } from "../../../functions/adapters/system/system-timer.ts";
import { endDeadWork } from "../../../functions/dead-letters/end-dead-work.ts";
import { Failure } from "../../../functions/domain/failure.ts";
import type { OutboxEvent } from "../../../functions/domain/outbox.ts";
import { deliverNotices } from "../../../functions/notices/deliver-notices.ts";
import { relayEvents } from "../../../functions/relay/relay-events.ts";
import { runSlice } from "../../../functions/worker/run-slice.ts";
import { aBackup, aDump } from "../../support/a-backup.ts";
import { NO_CONTEXT } from "../../support/api-event.ts";
import { buildSystem } from "../../support/build-system.ts";
import { domainDeps } from "../../support/domain-deps.ts";
import { memoryNoticeRows } from "../../support/memory-notice-rows.ts";

const sqs = (...bodies: string[]): SQSEvent => ({
  Records: bodies.map((body, index) => ({ messageId: `m${index}`, body, eventSource: "aws:sqs" }) as SQSRecord),
});

const work = { tenantId: "acme", backupId: "b1", step: "seal", generation: 1 } as const;
const event: OutboxEvent = { eventId: "e1", tenantId: "acme", at: 0, kind: "work", work };

const record = (n: number) => ({ dynamodb: { SequenceNumber: String(n) } }) as DynamoDBRecord;

describe("the stream of the table", () => {
  it("is sent on row by row, and what failed is asked for again", async () => {
    const sent: string[] = [];
    const relay = relayEvents({
      outbox: { waiting: async () => [], markSent: async ({ eventId }) => void sent.push(eventId) },
      work: {
        send: async ({ backupId }) => {
          if (backupId === "b2") throw new Error("queue is away");
        },
      },
      notices: { send: async () => undefined },
      decode: ({ dynamodb }) => ({
        ...event,
        eventId: `e${dynamodb?.SequenceNumber}`,
        work: { ...work, backupId: `b${dynamodb?.SequenceNumber}` },
      }),
    });
    const answer = await relay({ Records: [record(1), record(2), record(3)] }, NO_CONTEXT, () => undefined);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "2" }] });
    expect(sent).toEqual(["e1", "e3"]);
  });
});

describe("the queue of notices", () => {
  it("sets aside what nobody can read, with the reason, and serves the rest", async () => {
    const deps = domainDeps({});
    const aside: string[][] = [];
    const handler = deliverNotices({
      ...deps,
      rows: memoryNoticeRows(deps.clock),
      mailer: { send: async () => "accepted" },
      mailFrom: "backup@coffer.example",
      decode: decodeNotice,
      setAside: async (...letter) => void aside.push(letter),
    });
    const about = { userId: 1, login: "ada", name: "Ada" };
    const notice = { eventId: "e1", tenantId: "gone", at: 0, kind: "token-revoked", about, by: about, validFrom: 0 };
    const answer = await handler(sqs("not JSON", JSON.stringify(notice)), NO_CONTEXT, () => undefined);
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(aside).toEqual([["not JSON", "not JSON"]]);
  });
});

const take = (body: string, setAside: (body: string, reason: string) => Promise<void>) =>
  runSlice({ ...buildSystem(), timer: systemTimer(), decode: decodeWork, setAside })(sqs(body), {
    getRemainingTimeInMillis: () => 900_000,
  });

describe("the queue of build work", () => {
  it("sets aside what nobody can read, at once and with the reason", async () => {
    const aside: string[][] = [];
    const answer = await take('{"step":"secret"}', async (...letter) => void aside.push(letter));
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(aside).toEqual([['{"step":"secret"}', expect.stringContaining("tenantId: invalid_type; ")]]);
    expect(aside[0]?.[1]).not.toContain("secret");
  });

  it("gives it back while it cannot be set aside", async () => {
    const answer = await take("{", () => Promise.reject(new Failure("service-busy")));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
  });
});

const setUp = (backup = aBackup({ tenantId: "acme", state: "packing", generation: 1 })) => {
  const deps = domainDeps({});
  deps.world.backups.set(`acme/${backup.backupId}`, backup);
  deps.world.slots.set("acme", backup.backupId);
  return { deps, end: endDeadWork({ ...deps, decode: decodeWork }), letter: { ...work, backupId: backup.backupId } };
};

describe("the dead letters", () => {
  it("end the backup as failed, with its notice and a free slot", async () => {
    const { deps, end, letter } = setUp();
    await end(sqs(encodeWork(letter)));
    expect([...deps.world.backups.values()]).toMatchObject([{ state: "failed", failure: "no-progress" }]);
    expect(deps.world.slots.size).toBe(0);
    expect([...deps.world.outbox.values()]).toMatchObject([
      { event: { kind: "notice", notice: { kind: "backup-failed" } } },
    ]);
  });

  it("leave alone what has ended, or went on under another generation", async () => {
    const ready = setUp(aBackup({ tenantId: "acme", state: "ready", generation: 1 }));
    await ready.end(sqs(encodeWork(ready.letter)));
    const ahead = setUp(aBackup({ tenantId: "acme", state: "packing", generation: 2 }));
    await ahead.end(sqs(encodeWork(ahead.letter)));
    expect(
      [...ready.deps.world.backups.values(), ...ahead.deps.world.backups.values()].map(({ state }) => state),
    ).toEqual(["ready", "packing"]);
  });

  it("leave alone a backup that has the dump a dead message was for", async () => {
    const { deps, end, letter } = setUp(aBackup({ tenantId: "acme", state: "packing", generation: 1, dump: aDump() }));
    await end(sqs(encodeWork({ ...letter, step: "dump", generation: 0 })));
    expect([...deps.world.backups.values()]).toMatchObject([{ state: "packing" }]);
  });

  it("are told to a person when they are nothing we know", async () => {
    const { deps, end } = setUp();
    await end(sqs("{}"));
    expect(deps.log.lines.join()).toContain("error dead letter");
    const [letter] = sqs('{"password":"hunter2"}').Records;
    const messageAttributes = { reason: { stringValue: "step: invalid_value", dataType: "String" } };
    await end({ Records: letter ? [{ ...letter, messageAttributes }] : [] });
    expect(deps.log.lines.at(-1)).toContain('"reason":"step: invalid_value"');
    expect(deps.log.lines.join()).not.toContain("hunter2");
  });
});
