import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Clock } from "../../domain/ports.ts";
import type { RetryPolicy } from "../resilience/retry.ts";

/** What every adapter of this folder stands on. */
export interface DynamoDeps {
  /** Made by `dynamoClient`: it must not retry by itself. */
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly clock: Clock;
  readonly retry?: RetryPolicy;
}
