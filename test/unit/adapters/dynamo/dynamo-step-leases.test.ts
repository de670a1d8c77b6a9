import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { dynamoStepLeases } from "../../../../functions/adapters/dynamo/dynamo-step-leases.ts";
import { LEASE_MS } from "../../../../functions/domain/backup/step-leases.ts";
import { ERROR_FACTS, mockedDynamo, NOW } from "./mock-dynamo.ts";

const work = {
  tenantId: "acme",
  backupId: "b1",
  step: "pack",
  generation: 2,
  range: { round: 1, first: 1, last: 9 },
} as const;
const Key = { pk: "T#acme#B#b1", sk: "STEP#pack#2#1#1#9" };

describe("step leases on the table", () => {
  it("are taken by one conditional update that leaves the holder's mark", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(UpdateCommand).callsFake((input) => ({
      Attributes: { fence: 4, attempts: 2, holder: input.ExpressionAttributeValues[":holder"] },
    }));

    expect(await dynamoStepLeases(deps).acquire(work)).toEqual({ work, fence: 4, attempts: 2 });

    expect(mock.call(0).args[0].input).toEqual({
      TableName: "records",
      Key,
      UpdateExpression:
        "SET fence = fence + :one, attempts = attempts + :one, leaseUntil = :until, dueAt = :until, holder = :holder",
      ConditionExpression: "attribute_exists(pk) AND leaseUntil <= :now",
      ExpressionAttributeValues: { ":one": 1, ":now": NOW, ":until": NOW + LEASE_MS, ":holder": expect.any(String) },
      ReturnValues: "ALL_NEW",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
  });

  it("are not taken from another holder", async () => {
    const { deps, mock } = mockedDynamo();
    const Item = { fence: { N: "4" }, attempts: { N: "2" }, holder: { S: "another" } };
    mock.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ ...ERROR_FACTS, Item }));

    expect(await dynamoStepLeases(deps).acquire(work)).toBeUndefined();
    expect(mock.calls()).toHaveLength(1);
  });

  it("are written under their fence only", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(UpdateCommand).resolves({});
    const leases = dynamoStepLeases(deps);
    const lease = { work, fence: 4, attempts: 2 };

    await leases.renew(lease);
    await leases.release(lease);
    await leases.recordProgress(lease);

    for (const { args } of mock.commandCalls(UpdateCommand)) {
      expect(args[0].input).toMatchObject({ Key, ConditionExpression: "fence = :fence" });
      expect(args[0].input.ExpressionAttributeValues).toMatchObject({ ":fence": 4 });
    }
    expect(mock.calls()).toHaveLength(3);
  });

  it("are postponed without making a row of a step that is over", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(UpdateCommand).rejects(new ConditionalCheckFailedException(ERROR_FACTS));

    await dynamoStepLeases(deps).postpone(work);

    expect(mock.call(0).args[0].input).toEqual({
      TableName: "records",
      Key,
      UpdateExpression: "SET dueAt = :dueAt",
      ConditionExpression: "dueAt < :dueAt",
      ExpressionAttributeValues: { ":dueAt": NOW + LEASE_MS },
    });
  });

  it("are asked of the index by what is due, a page at a time, until there are enough", async () => {
    const { deps, mock } = mockedDynamo();
    const LastEvaluatedKey = { ...Key, dueKind: "lease", dueAt: 5 };
    mock
      .on(QueryCommand)
      .resolvesOnce({ Items: [], LastEvaluatedKey })
      .resolvesOnce({ Items: [{ ...Key, work, attempts: 3 }] });

    expect(await dynamoStepLeases(deps).stalled(NOW, 10)).toEqual([{ work, attempts: 3 }]);

    const [first, second] = mock.commandCalls(QueryCommand).map(({ args }) => args[0].input);
    expect(first).toMatchObject({
      TableName: "records",
      IndexName: "due",
      KeyConditionExpression: "dueKind = :dueKind AND dueAt < :before",
      ExpressionAttributeValues: { ":dueKind": "lease", ":before": NOW },
      Limit: 10,
    });
    expect(second).toMatchObject({ ExclusiveStartKey: LastEvaluatedKey });
  });
});
