import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { GetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import { dynamoBackupTokens } from "../../../../functions/adapters/dynamo/dynamo-backup-tokens.ts";
import { encodeSchedule } from "../../../../functions/adapters/dynamo/schedule-row.ts";
import { aBackupToken, aChange } from "../../../support/a-backup.ts";
import { aSchedule } from "../../../support/schedule-world.ts";
import { ERROR_FACTS, mockedDynamo, NOW } from "./mock-dynamo.ts";

it("ends no token beside a schedule that was set by it in that moment, but hastens it", async () => {
  const { deps, mock } = mockedDynamo();
  const token = aBackupToken({ tenantId: "acme" });
  const row = encodeSchedule(aSchedule(NOW, { tenantId: "acme" }));
  mock.on(GetCommand).resolvesOnce({}).resolves({ Item: row });
  const refusal = { CancellationReasons: [{ Code: "None" }, { Code: "ConditionalCheckFailed" }, { Code: "None" }] };
  mock
    .on(TransactWriteCommand)
    .rejectsOnce(new TransactionCanceledException({ ...ERROR_FACTS, ...refusal }))
    .resolves({});
  expect(await dynamoBackupTokens(deps).revoke(token, aChange("acme", NOW))).toBe(true);
  const tries = mock.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input.TransactItems?.[1]);
  const Key = { pk: row.pk, sk: row.sk };
  expect(tries).toMatchObject([
    { ConditionCheck: { Key, ConditionExpression: expect.stringContaining("attribute_not_exists(pk)") } },
    { Update: { Key, UpdateExpression: expect.stringContaining("dueAt = :now") } },
  ]);
});
