import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { dynamoAttempts } from "../../../../functions/adapters/dynamo/dynamo-attempts.ts";
import { isFailure } from "../../../../functions/domain/failure.ts";
import { ERROR_FACTS, mockedDynamo, NOW } from "./mock-dynamo.ts";

const subject = { tenantId: "acme", kind: "sign-in-user", subject: "correct horse battery staple" } as const;
const limit = { max: 5, windowMs: 60_000 };
const refused = (Item?: Record<string, { N: string }>) =>
  new ConditionalCheckFailedException({ ...ERROR_FACTS, ...(Item ? { Item } : {}) });

describe("attempts on the table", () => {
  it("are counted by one conditional update while a window is open", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(UpdateCommand).resolves({});

    expect(await dynamoAttempts(deps).count(subject, limit)).toBeUndefined();

    expect(mock.calls()).toHaveLength(1);
    expect(mock.call(0).args[0].input).toMatchObject({
      UpdateExpression: "SET attempts = attempts + :one",
      ConditionExpression: "windowEndsAt > :now AND attempts < :max",
      ExpressionAttributeValues: { ":one": 1, ":now": NOW, ":max": 5 },
    });
  });

  it("never store what somebody typed", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(UpdateCommand).resolves({});

    await dynamoAttempts(deps).count(subject, limit);

    const sent = JSON.stringify(mock.call(0).args[0].input);
    expect(sent).not.toContain("horse");
    expect(sent).toMatch(/"ATTEMPTS#sign-in-user#[0-9a-f]{64}"/);
  });

  it("tell how long to wait without writing when the window is full", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(UpdateCommand).rejects(refused({ attempts: { N: "5" }, windowEndsAt: { N: String(NOW + 700) } }));

    expect(await dynamoAttempts(deps).count(subject, limit)).toEqual({ retryAfterMs: 700 });
    expect(mock.calls()).toHaveLength(1);
  });

  it("open a window only where none is open", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(UpdateCommand).rejectsOnce(refused()).resolves({});

    expect(await dynamoAttempts(deps).count(subject, limit)).toBeUndefined();

    expect(mock.call(1).args[0].input).toMatchObject({
      ConditionExpression: "attribute_not_exists(pk) OR windowEndsAt <= :now",
      ExpressionAttributeValues: { ":end": NOW + 60_000, ":now": NOW },
    });
  });

  it("are refused as busy rather than let through when every round is lost", async () => {
    const { deps, mock } = mockedDynamo();
    mock.on(UpdateCommand).rejects(refused());

    const counting = dynamoAttempts(deps).count(subject, limit);

    await expect(counting).rejects.toSatisfy((error) => isFailure(error, "service-busy"));
  });
});
