import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { encodeBackup } from "../../../../functions/adapters/dynamo/backup-row.ts";
import { dynamoBackupHistory } from "../../../../functions/adapters/dynamo/dynamo-backup-history.ts";
import { dynamoRemovals } from "../../../../functions/adapters/dynamo/dynamo-removals.ts";
import { dynamoSettings } from "../../../../functions/adapters/dynamo/dynamo-settings.ts";
import { aBackup, aChange, anArchive } from "../../../support/a-backup.ts";
import { aTenant } from "../../../support/a-tenant.ts";
import { ERROR_FACTS, mockedDynamo } from "./mock-dynamo.ts";

const TABLE = "records";
const wish = { tenantId: "acme", states: ["ready"], pageSize: 2 } as const;
const rowOf = (n: number) => ({ sk: `BACKUPS#0000000000000${n}#b${n}`, backupId: `b${n}` });

describe("the history on the table", () => {
  it("asks for the newest rows of the tenant, strongly consistent, after the cursor, of one person", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(QueryCommand).resolves({ Items: [] });
    const after = "00000000001000#b1";
    expect(await dynamoBackupHistory(deps).list({ ...wish, requestedBy: 7, after })).toEqual({ backups: [] });
    expect(mock.commandCalls(QueryCommand)[0]?.args[0].input).toEqual({
      TableName: TABLE,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      FilterExpression: "userId = :userId",
      ExpressionAttributeValues: { ":pk": "T#acme", ":prefix": "BACKUPS#", ":userId": 7 },
      ExclusiveStartKey: { pk: "T#acme", sk: `BACKUPS#${after}` },
      ScanIndexForward: false,
      Limit: 200,
      ConsistentRead: true,
    });
  });

  it.each(["../../x", "0#b1", "00000000001000#b 1", ""])("takes %j for no cursor", async (after) => {
    const { deps, mock } = mockedDynamo();
    mock.on(QueryCommand).resolves({ Items: [] });
    await dynamoBackupHistory(deps).list({ ...wish, after });
    expect(mock.commandCalls(QueryCommand)[0]?.args[0].input.ExclusiveStartKey).toBeUndefined();
  });

  it("looks at 200 records for one page, and then gives what it has", async () => {
    const { deps, mock } = mockedDynamo();
    const rows = Array.from({ length: 250 }, (_, index) => rowOf(index));
    mock.on(QueryCommand).resolves({ Items: rows });
    mock.on(GetCommand).resolves({ Item: encodeBackup(aBackup({ tenantId: "acme", state: "failed" })) });
    const { backups, next } = await dynamoBackupHistory(deps).list(wish);
    expect(backups).toEqual([]);
    expect(next).toBe(rows[199]?.sk.slice("BACKUPS#".length));
    expect(mock.commandCalls(GetCommand).length).toBeLessThan(210);
  });

  it("deletes by one transaction, with what it left due to be removed", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(TransactWriteCommand).resolves({});
    const backup = aBackup({ tenantId: "acme", archive: anArchive({ keptUntil: 9_000 }) });
    expect(await dynamoBackupHistory(deps).remove(backup, aChange("acme", 3_000))).toBe(true);
    const items = mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems ?? [];
    expect(items).toHaveLength(3);
    expect(items[0]?.Update).toMatchObject({
      Key: { pk: "T#acme", sk: "BACKUP#b1" },
      ConditionExpression: "#state IN (:from1)",
      ExpressionAttributeValues: { ":from1": "ready", ":set2": "deleted" },
    });
    expect(items[1]).toEqual({
      Put: {
        TableName: TABLE,
        Item: { pk: "T#acme#B#b1", sk: "REMOVAL", tenantId: "acme", backupId: "b1", dueKind: "removal", dueAt: 3_000 },
      },
    });
  });

  it("takes a label away by removing it", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(TransactWriteCommand).resolves({});
    const note = { label: "", isPinned: true };
    await dynamoBackupHistory(deps).annotate(aBackup({ tenantId: "acme" }), note, aChange("acme", 1));
    const [update] = mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems ?? [];
    expect(update?.Update?.UpdateExpression).toMatch(
      /^SET #isPinned = :set\d+, #pinnedAt = :set\d+, #revision = .* REMOVE #label$/u,
    );
  });
});

describe("removals on the table", () => {
  const removal = { tenantId: "acme", backupId: "b1", dueAt: 5 };
  const seen = {
    TableName: TABLE,
    Key: { pk: "T#acme#B#b1", sk: "REMOVAL" },
    ConditionExpression: "dueAt = :seen",
  };

  it("are moved and removed as they were seen, and left alone otherwise", async () => {
    const { deps, mock } = mockedDynamo();
    const moved = new ConditionalCheckFailedException(ERROR_FACTS);
    mock.on(UpdateCommand).rejects(moved);
    mock.on(DeleteCommand).rejects(moved);
    await dynamoRemovals(deps).postpone(removal, 9);
    await dynamoRemovals(deps).complete(removal);
    expect(mock.calls().map(({ args }) => args[0].input)).toEqual([
      { ...seen, UpdateExpression: "SET dueAt = :until", ExpressionAttributeValues: { ":seen": 5, ":until": 9 } },
      { ...seen, ExpressionAttributeValues: { ":seen": 5 } },
    ]);
  });
});

describe("settings on the table", () => {
  it("change one member of the tenant's row, and no other", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(TransactWriteCommand).resolves({});
    expect(await dynamoSettings(deps).change(aTenant(), { backupApiPull: false }, aChange("acme", 1))).toBe(true);
    const [update] = mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems ?? [];
    expect(update).toEqual({
      Update: {
        TableName: TABLE,
        Key: { pk: "T#acme", sk: "TENANT" },
        UpdateExpression: "SET #settings.#backupApiPull = :after0",
        ConditionExpression:
          "attribute_exists(pk) AND attribute_not_exists(goneAt) AND #settings.#backupApiPull = :before0",
        ExpressionAttributeNames: { "#settings": "settings", "#backupApiPull": "backupApiPull" },
        ExpressionAttributeValues: { ":after0": false, ":before0": true },
      },
    });
  });
});
