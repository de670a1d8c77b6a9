import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  IdempotentParameterMismatchException,
  InternalServerError,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ResourceNotFoundException,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { dynamoBackupTokens } from "../../../../functions/adapters/dynamo/dynamo-backup-tokens.ts";
import { dynamoBackups } from "../../../../functions/adapters/dynamo/dynamo-backups.ts";
import { failureOf, fateOf } from "../../../../functions/adapters/dynamo/dynamo-error.ts";
import { isFailure } from "../../../../functions/domain/failure.ts";
import { aBackupToken, aChange } from "../../../support/a-backup.ts";
import { ERROR_FACTS, mockedDynamo, TRIES } from "./mock-dynamo.ts";

const serviceError = (name: string, httpStatusCode: number) =>
  new DynamoDBServiceException({
    name,
    $fault: httpStatusCode < 500 ? "client" : "server",
    message: "no",
    $metadata: { httpStatusCode },
  });
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({ ...ERROR_FACTS, CancellationReasons: codes.map((Code) => ({ Code })) });
const broken = (code: string) => Object.assign(new Error("broken"), { code });

const FATES = [
  { fate: "busy", read: "service-busy", write: "service-busy", error: new ThrottlingException(ERROR_FACTS) },
  { fate: "busy", read: "service-busy", write: "service-busy", error: new RequestLimitExceeded(ERROR_FACTS) },
  {
    fate: "busy",
    read: "service-busy",
    write: "service-busy",
    error: new ProvisionedThroughputExceededException(ERROR_FACTS),
  },
  { fate: "busy", read: "service-busy", write: "service-busy", error: new TransactionConflictException(ERROR_FACTS) },
  { fate: "busy", read: "service-busy", write: "service-busy", error: new TransactionInProgressException(ERROR_FACTS) },
  { fate: "busy", read: "service-busy", write: "service-busy", error: cancelled("None", "TransactionConflict") },
  { fate: "busy", read: "service-busy", write: "service-busy", error: cancelled("ThrottlingError") },
  { fate: "busy", read: "service-busy", write: "service-busy", error: serviceError("SomethingNew", 429) },
  { fate: "busy", read: "service-busy", write: "service-busy", error: broken("ECONNREFUSED") },
  {
    fate: "lost",
    read: "service-busy",
    write: "answer-ambiguous",
    error: new InternalServerError({ message: "no", $metadata: { httpStatusCode: 500 } }),
  },
  { fate: "lost", read: "service-busy", write: "answer-ambiguous", error: serviceError("SomethingNew", 500) },
  { fate: "lost", read: "service-busy", write: "answer-ambiguous", error: broken("ECONNRESET") },
  {
    fate: "lost",
    read: "service-busy",
    write: "answer-ambiguous",
    error: Object.assign(new Error("late"), { name: "TimeoutError" }),
  },
  { fate: "refused", read: "internal", write: "internal", error: new ResourceNotFoundException(ERROR_FACTS) },
  { fate: "refused", read: "internal", write: "internal", error: new ConditionalCheckFailedException(ERROR_FACTS) },
  { fate: "refused", read: "internal", write: "internal", error: cancelled("ValidationError") },
  {
    fate: "refused",
    read: "internal",
    write: "internal",
    error: new IdempotentParameterMismatchException(ERROR_FACTS),
  },
  { fate: "refused", read: "internal", write: "internal", error: serviceError("AccessDeniedException", 400) },
] as const;

describe("errors of the table", () => {
  it.each(FATES)("$error.name is $fate", ({ fate, read, write, error }) => {
    expect(fateOf(error)).toBe(fate);
    expect(failureOf(error, "read")).toMatchObject({ code: read, cause: error });
    expect(failureOf(error, "write")).toMatchObject({ code: write, cause: error });
  });

  it("of our own making stay what they are", () => {
    const bug = new TypeError("bug");

    expect(failureOf(bug, "write")).toBe(bug);
  });

  it("do not hide a condition that failed behind a conflict that came after it", () => {
    expect(fateOf(cancelled("ConditionalCheckFailed", "TransactionConflict"))).toBe("refused");
    expect(fateOf(cancelled("TransactionConflict", "ConditionalCheckFailed"))).toBe("busy");
  });

  it("are tried again while they may pass, the transaction under the same token", async () => {
    const { deps, mock } = mockedDynamo();
    mock.rejectsOnce(cancelled("TransactionConflict")).rejectsOnce(broken("ECONNRESET")).resolves({});

    const replaced = await dynamoBackupTokens(deps).replace(aBackupToken({ tenantId: "acme" }), undefined, {
      ...aChange("acme", 1),
    });

    expect(replaced).toBe(true);
    const tokens = mock
      .calls()
      .map(({ args: [command] }) => ("ClientRequestToken" in command.input ? command.input.ClientRequestToken : ""));
    expect(tokens).toHaveLength(3);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("are tried so often and no oftener", async () => {
    const { deps, mock } = mockedDynamo();
    mock.rejects(new ThrottlingException(ERROR_FACTS));

    await expect(dynamoBackups(deps).find("acme", "b1")).rejects.toSatisfy((error) => isFailure(error, "service-busy"));

    expect(mock.calls()).toHaveLength(TRIES);
  });

  it("that will not pass are not tried again", async () => {
    const { deps, mock } = mockedDynamo();
    mock.rejects(serviceError("ValidationException", 400));

    await expect(dynamoBackups(deps).find("acme", "b1")).rejects.toSatisfy((error) => isFailure(error, "internal"));

    expect(mock.calls()).toHaveLength(1);
  });

  it("in a transaction that no guard explains are a bug", async () => {
    const { deps, mock } = mockedDynamo();
    mock.rejects(cancelled("None", "ConditionalCheckFailed"));

    const replacing = dynamoBackupTokens(deps).replace(
      aBackupToken({ tenantId: "acme" }),
      undefined,
      aChange("acme", 1),
    );

    await expect(replacing).rejects.toSatisfy((error) => isFailure(error, "internal"));
  });
});
