import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { findFunction } from "../lambda/find-function.ts";
import type { LocalFunction } from "../lambda/local-function.ts";
import type { OpenTemplate } from "../template/open-template.ts";
import type { Resource } from "../template/template.ts";
import type { StreamMapping } from "./start-stream-runner.ts";

/** Strict: a part of a mapping that is not known here would change what is delivered, and is named. */
const mappingShape = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: z.coerce.number().default(100),
  MaximumBatchingWindowInSeconds: z.coerce.number().optional(),
  /** Nothing is kept of a stream from before the start, so there is but one place to begin. */
  StartingPosition: z.enum(["LATEST", "TRIM_HORIZON"]),
  FunctionResponseTypes: z.array(z.enum(["ReportBatchItemFailures"])).default([]),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: z.coerce.number().default(-1),
  MaximumRecordAgeInSeconds: z.coerce.number().default(-1),
  ParallelizationFactor: z.coerce.number().default(1),
  FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) }).optional(),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
  MetricsConfig: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

/** DynamoDB's streams end after a day. */
const dayMs = 86_400_000;
const firstPauseMs = 200;
/** As if the table had this many shards. */
const shardCount = 2;

export interface TableMapping {
  readonly tableName: string;
  readonly mapping: StreamMapping;
}

/** The template's mappings from table streams to functions. */
export function readStreamMappings(
  template: OpenTemplate,
  functions: readonly LocalFunction[],
  sqs: SQSClient,
): TableMapping[] {
  const identityOf = (resource: Resource) => template.identityOf(resource);
  const tables = template.resources("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable").map(identityOf);
  const queues = template.resources("AWS::SQS::Queue").map(identityOf);
  return template
    .resources("AWS::Lambda::EventSourceMapping")
    .filter(({ properties }) => !String(properties["EventSourceArn"]).startsWith("arn:aws:sqs:"))
    .map(({ properties }) => mappingShape.parse(properties))
    .filter(({ Enabled }) => Enabled)
    .map((given) => {
      const table = tables.find(({ attributes }) => attributes["StreamArn"] === given.EventSourceArn);
      if (table === undefined) throw new Error(`The local runner has no event source ${given.EventSourceArn}.`);
      const failures = given.DestinationConfig?.OnFailure.Destination;
      const queue = queues.find(({ attributes }) => attributes["Arn"] === failures);
      if (failures !== undefined && queue === undefined) throw new Error(`Failures cannot go to ${failures} locally.`);
      const mapping: StreamMapping = {
        streamArn: given.EventSourceArn,
        function: findFunction(functions, given.FunctionName),
        batchSize: given.BatchSize,
        filters: (given.FilterCriteria?.Filters ?? []).map(({ Pattern }): unknown => JSON.parse(Pattern)),
        reportsFailures: given.FunctionResponseTypes.length > 0,
        bisectsOnError: given.BisectBatchOnFunctionError,
        retriesMax: given.MaximumRetryAttempts === -1 ? Number.POSITIVE_INFINITY : given.MaximumRetryAttempts,
        ageMsMax: given.MaximumRecordAgeInSeconds === -1 ? dayMs : given.MaximumRecordAgeInSeconds * 1000,
        firstPauseMs,
        laneCount: shardCount * given.ParallelizationFactor,
        ...(queue === undefined
          ? {}
          : {
              onGivenUp: async (MessageBody: string) => {
                await sqs.send(new SendMessageCommand({ QueueUrl: queue.reference, MessageBody }));
              },
            }),
      };
      return { tableName: table.reference, mapping };
    });
}
