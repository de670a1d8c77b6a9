import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { DynamoDBRecord, DynamoDBStreamHandler } from "aws-lambda";
import { type DispatchDeps, dispatchEvent } from "../domain/dispatch-event.ts";
import type { OutboxEvent } from "../domain/outbox.ts";

/** The table's stream: sends each new row of the outbox on. What fails here is sent again, by the stream or the sweeper. */
export const relayEvents =
  (deps: DispatchDeps, decode: (record: DynamoDBRecord) => OutboxEvent | undefined): DynamoDBStreamHandler =>
  async (event, context) =>
    processPartialResponse(
      event,
      async (record: DynamoDBRecord) => {
        const outboxEvent = decode(record);
        if (outboxEvent) await dispatchEvent(deps, outboxEvent);
      },
      new BatchProcessor(EventType.DynamoDBStreams),
      { context, throwOnFullBatchFailure: false },
    );
