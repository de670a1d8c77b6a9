import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { DynamoDBRecord, DynamoDBStreamHandler } from "aws-lambda";
import { type DispatchDeps, dispatchEvent } from "../domain/dispatch-event.ts";
import type { OutboxEvent } from "../domain/outbox.ts";

export interface RelayDeps extends DispatchDeps {
  /** Undefined: no row of the outbox. */
  readonly decode: (record: DynamoDBRecord) => OutboxEvent | undefined;
}

/** The table's stream: sends each new row of the outbox on. What fails here is sent again, by the stream or the sweeper. */
export const relayEvents =
  (deps: RelayDeps): DynamoDBStreamHandler =>
  async (event, context) =>
    processPartialResponse(
      event,
      async (record: DynamoDBRecord) => {
        const outboxEvent = deps.decode(record);
        if (outboxEvent) await dispatchEvent(deps, outboxEvent);
      },
      new BatchProcessor(EventType.DynamoDBStreams),
      { context, throwOnFullBatchFailure: false },
    );
