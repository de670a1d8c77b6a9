import type { Item } from "./attribute-value.ts";

/** An answer that is a refusal, in the shape dynalite throws as well. */
export interface DynamoError extends Error {
  readonly statusCode: number;
  readonly body: Readonly<Record<string, unknown>> & { readonly __type: string; readonly message?: string };
}

export function dynamoError(code: string, message: string, details: Record<string, unknown> = {}): DynamoError {
  const body = { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message, ...details };
  return Object.assign(new Error(message), { statusCode: 400, body });
}

export function validationError(message: string): DynamoError {
  return dynamoError("ValidationException", message);
}

/** `item` is what stands in the table, given only when the caller asked for it. */
export function conditionFailed(item: Item | undefined): DynamoError {
  const details = item === undefined ? {} : { Item: item };
  return dynamoError("ConditionalCheckFailedException", "The conditional request failed", details);
}

export function isDynamoError(error: unknown): error is DynamoError {
  return error instanceof Error && "statusCode" in error && "body" in error;
}

export function codeOf(error: DynamoError): string {
  return error.body.__type.split("#").at(-1) ?? "";
}
