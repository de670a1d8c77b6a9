import { mockClient } from "aws-sdk-client-mock";
import { dynamoClient } from "../../../../functions/adapters/dynamo/dynamo-client.ts";
import type { DynamoDeps } from "../../../../functions/adapters/dynamo/dynamo-deps.ts";
import { DEFAULT_RETRY } from "../../../../functions/adapters/resilience/retry.ts";

export const NOW = Date.UTC(2026, 0, 31, 12);
export const NOW_SECONDS = NOW / 1000;

/** Three tries, without pauses. */
export const TRIES = 3;

/** Adapters' deps over a client that sends nothing, and the mock that answers in its place. */
export function mockedDynamo() {
  const client = dynamoClient({ region: "eu-central-1" });
  const deps: DynamoDeps = {
    client,
    table: "records",
    clock: { now: () => NOW },
    retry: { ...DEFAULT_RETRY, attemptsMax: TRIES, pause: async () => {} },
  };
  return { deps, mock: mockClient(client) };
}

/** What every error of the service has. */
export const ERROR_FACTS = { message: "no", $metadata: { httpStatusCode: 400 } };

export type DynamoMock = ReturnType<typeof mockedDynamo>["mock"];
