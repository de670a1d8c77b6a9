import { Validations } from "aws-cdk-lib";
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { CofferFunction } from "./coffer-function.ts";

/** Calls `target` with messages of a queue, `batchSize` at a time, by at most `maxConcurrency` at once. */
export const mapQueue = (
  target: CofferFunction,
  id: string,
  queue: Queue,
  batchSize: number,
  maxConcurrency: number,
): EventSourceMapping => {
  const mapping = new EventSourceMapping(target, id, {
    target: target.lambda,
    eventSourceArn: queue.queueArn,
    batchSize,
    maxConcurrency,
    reportBatchItemFailures: true,
  });
  Validations.of(mapping).acknowledge({
    id: "Serverless-LambdaEventSourceMappingDestination",
    reason: "A queue's failed messages go where its redrive policy says; mappings of queues take no destination.",
  });
  return mapping;
};
