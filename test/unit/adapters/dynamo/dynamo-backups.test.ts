import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { GetCommand, QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { encodeBackup } from "../../../../functions/adapters/dynamo/backup-row.ts";
import { dynamoBackups } from "../../../../functions/adapters/dynamo/dynamo-backups.ts";
import { isFailure } from "../../../../functions/domain/failure.ts";
import { aBackup, aChange, aDump, aLayout, anAcceptance, anArchive } from "../../../support/a-backup.ts";
import { ERROR_FACTS, mockedDynamo, NOW_SECONDS } from "./mock-dynamo.ts";

const TABLE = "records";
const DAY_SECONDS = 24 * 3_600;
const sealWork = { tenantId: "acme", backupId: "b1", step: "seal" as const, generation: 2 };
const sealed = { work: sealWork, fence: 5, attempts: 1 };

describe("backups on the table", () => {
  it("accepts by one transaction, its guards in the order of the wire contract", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(TransactWriteCommand).resolves({});
    const idempotency = { userId: 7, keyHash: "k", requestHash: "r" };
    const acceptance = { ...anAcceptance(aBackup({ tenantId: "acme" }), { at: 1_000 }), idempotency };
    const [event] = acceptance.events;

    await dynamoBackups(deps).accept(acceptance);

    expect(mock.calls()).toHaveLength(1);
    expect(mock.call(0).args[0].input).toEqual({
      ClientRequestToken: expect.any(String),
      TransactItems: [
        {
          ConditionCheck: {
            TableName: TABLE,
            Key: { pk: "T#acme", sk: "TOKEN#7" },
            ConditionExpression: "tokenId = :tokenId",
            ExpressionAttributeValues: { ":tokenId": "t1" },
          },
        },
        {
          Put: {
            TableName: TABLE,
            Item: {
              pk: "T#acme",
              sk: "IDEMPOTENCY#7#k",
              backupId: "b1",
              requestHash: "r",
              expiresAt: NOW_SECONDS + DAY_SECONDS,
            },
            ConditionExpression: "attribute_not_exists(pk) OR expiresAt <= :now",
            ExpressionAttributeValues: { ":now": NOW_SECONDS },
          },
        },
        putNew({ pk: "T#acme", sk: "SLOT", backupId: "b1" }),
        {
          Update: {
            TableName: TABLE,
            Key: { pk: "T#acme", sk: "DAY#2026-01-31" },
            UpdateExpression: "SET accepted = if_not_exists(accepted, :zero) + :one, expiresAt = :expiresAt",
            ConditionExpression: "attribute_not_exists(pk) OR accepted < :limit",
            ExpressionAttributeValues: {
              ":zero": 0,
              ":one": 1,
              ":limit": 3,
              ":expiresAt": NOW_SECONDS + 3 * DAY_SECONDS,
            },
          },
        },
        putNew({ pk: "T#acme", sk: "BACKUP#b1", ...acceptance.backup, revision: 0 }),
        putNew({ pk: "T#acme", sk: "BACKUPS#00000000001000#b1", backupId: "b1", userId: 7 }),
        putNew({
          pk: "T#acme",
          sk: `OUTBOX#${event?.eventId}`,
          event: JSON.stringify(event),
          dueKind: "outbox",
          dueAt: 1_000,
        }),
        putNew({
          pk: "T#acme#B#b1",
          sk: "STEP#dump#0",
          work: { tenantId: "acme", backupId: "b1", step: "dump", generation: 0 },
          fence: 0,
          attempts: 0,
          leaseUntil: 0,
          dueKind: "lease",
          dueAt: 46_000,
        }),
        putNew({
          pk: "T#acme",
          sk: `AUDIT#00000000001000#${acceptance.fact.factId}`,
          ...acceptance.fact,
          dueKind: "audit",
          dueAt: 1000,
        }),
      ],
    });
  });

  it.each([
    [["ConditionalCheckFailed", "None", "None"], "backup-token-refused"],
    [["None", "ConditionalCheckFailed", "ConditionalCheckFailed"], "backup-pending"],
    [["None", "None", "ConditionalCheckFailed"], "daily-limit"],
    [["ConditionalCheckFailed", "TransactionConflict", "None"], "backup-token-refused"],
  ])("reads %j as %s", async (codes, why) => {
    const { deps, mock } = mockedDynamo();
    const CancellationReasons = codes.map((Code) => ({ Code }));
    mock.on(TransactWriteCommand).rejects(new TransactionCanceledException({ ...ERROR_FACTS, CancellationReasons }));

    const outcome = await dynamoBackups(deps).accept(anAcceptance(aBackup({ tenantId: "acme" }), { at: 1_000 }));

    expect(outcome).toEqual({ outcome: "refused", why });
    expect(mock.calls()).toHaveLength(1);
  });

  it("publishes on the generation and the seal's fence", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(TransactWriteCommand).resolves({});

    await dynamoBackups(deps).publish(sealed, anArchive(), aChange("acme", 3_000));

    const { input } = mock.commandCalls(TransactWriteCommand)[0]?.args[0] ?? {};
    expect(input?.TransactItems?.slice(0, 3)).toEqual([
      {
        Delete: {
          TableName: TABLE,
          Key: { pk: "T#acme#B#b1", sk: "STEP#seal#2" },
          ConditionExpression: "fence = :fence",
          ExpressionAttributeValues: { ":fence": 5 },
        },
      },
      {
        Update: {
          TableName: TABLE,
          Key: { pk: "T#acme", sk: "BACKUP#b1" },
          UpdateExpression: "SET #state = :set3, #archive = :set4, #endedAt = :set5, #revision = #revision + :one",
          ConditionExpression: "#state IN (:from1) AND #generation = :is2",
          ExpressionAttributeNames: {
            "#state": "state",
            "#revision": "revision",
            "#generation": "generation",
            "#archive": "archive",
            "#endedAt": "endedAt",
          },
          ExpressionAttributeValues: {
            ":one": 1,
            ":from1": "sealing",
            ":is2": 2,
            ":set3": "ready",
            ":set4": anArchive(),
            ":set5": 3_000,
          },
        },
      },
      {
        Delete: {
          TableName: TABLE,
          Key: { pk: "T#acme", sk: "SLOT" },
          ConditionExpression: "attribute_not_exists(pk) OR backupId = :backupId",
          ExpressionAttributeValues: { ":backupId": "b1" },
        },
      },
    ]);
  });

  it("fails a backup together with the steps that live, on the revision that was seen", async () => {
    const { deps, mock } = mockedDynamo();
    const key = { pk: "T#acme#B#b1", sk: "STEP#layout#1" };
    mock
      .on(GetCommand)
      .resolves({ Item: { ...encodeBackup(aBackup({ tenantId: "acme", state: "dumping" })), revision: 4 } });
    mock.on(QueryCommand).resolves({ Items: [key] });
    mock.on(TransactWriteCommand).resolves({});

    await dynamoBackups(deps).fail(aBackup({ tenantId: "acme" }), "no-progress", aChange("acme", 3_000));

    const items = mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems ?? [];
    expect(items[0]?.Update).toMatchObject({
      ConditionExpression: "#state IN (:from1) AND #revision = :is2",
      ExpressionAttributeValues: { ":from1": "dumping", ":is2": 4 },
    });
    expect(items[2]?.Put?.Item).toMatchObject({ pk: "T#acme#B#b1", sk: "REMOVAL", dueKind: "removal", dueAt: 3_000 });
    expect(items[3]).toEqual({ Delete: { TableName: TABLE, Key: key } });
  });

  it("looks again when the backup moved on before it could be failed", async () => {
    const { deps, mock } = mockedDynamo();
    mock
      .on(GetCommand)
      .resolvesOnce({ Item: { ...encodeBackup(aBackup({ tenantId: "acme" })) } })
      .resolves({ Item: { ...encodeBackup(aBackup({ tenantId: "acme", state: "ready" })) } });
    mock.on(QueryCommand).resolves({ Items: [] });
    const CancellationReasons = [{ Code: "ConditionalCheckFailed" }];
    mock.on(TransactWriteCommand).rejects(new TransactionCanceledException({ ...ERROR_FACTS, CancellationReasons }));

    const isFailed = await dynamoBackups(deps).fail(aBackup({ tenantId: "acme" }), "internal", aChange("acme", 1));

    expect(isFailed).toBe(false);
    expect(mock.commandCalls(TransactWriteCommand)).toHaveLength(1);
  });

  it("reads a backup strongly consistent, and whole", async () => {
    const { deps, mock } = mockedDynamo();
    const backup = aBackup({
      tenantId: "acme",
      state: "failed",
      requestedBy: { userId: 7, login: "ada", name: "Ada", apiKeyId: 3 },
      dump: aDump({ attachmentsLeftOut: "not-asked" }),
      layout: aLayout({ round: 2, laterRanges: [{ round: 2, first: 1, last: 2 }] }),
      archive: anArchive(),
      endedAt: 9,
      failure: "source-changed",
    });
    mock.on(GetCommand).resolves({ Item: encodeBackup(backup) });

    expect(await dynamoBackups(deps).find("acme", "b1")).toEqual(backup);
    expect(mock.call(0).args[0].input).toEqual({
      TableName: TABLE,
      Key: { pk: "T#acme", sk: "BACKUP#b1" },
      ConsistentRead: true,
    });
  });

  it("says what is wrong with a row of another shape", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(GetCommand).resolves({ Item: { ...encodeBackup(aBackup({ tenantId: "acme" })), state: "lost" } });

    const finding = dynamoBackups(deps).find("acme", "b1");

    await expect(finding).rejects.toSatisfy((error) => isFailure(error, "internal"));
    await expect(finding).rejects.toMatchObject({ details: { row: ["state"] } });
  });

  it("does not show an idempotency key whose time is over, though its row is still there", async () => {
    const { deps, mock } = mockedDynamo();
    const row = { backupId: "b1", requestHash: "r" };
    const live = { ...row, expiresAt: NOW_SECONDS + 1 };
    mock
      .on(GetCommand)
      .resolvesOnce({ Item: { ...row, expiresAt: NOW_SECONDS } })
      .resolvesOnce({ Item: live });
    const backups = dynamoBackups(deps);

    const found = [await backups.findIdempotent("acme", 7, "k"), await backups.findIdempotent("acme", 7, "k")];

    expect(found).toEqual([undefined, row]);
  });
});

const putNew = (item: object) => ({
  Put: { TableName: TABLE, Item: item, ConditionExpression: "attribute_not_exists(pk)" },
});
