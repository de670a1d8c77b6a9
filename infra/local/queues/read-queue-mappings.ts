import * as z from "zod";
import { findFunction } from "../lambda/find-function.ts";
import type { LocalFunction } from "../lambda/local-function.ts";
import type { OpenTemplate } from "../template/open-template.ts";
import type { QueueMapping } from "./start-queue-runner.ts";

/** Strict: a part of a mapping that is not known here would change what is delivered, and is named. */
const mappingShape = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: z.coerce.number().default(10),
  /** Waiting for a fuller batch changes only how much later a message comes. */
  MaximumBatchingWindowInSeconds: z.coerce.number().optional(),
  FunctionResponseTypes: z.array(z.enum(["ReportBatchItemFailures"])).default([]),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.coerce.number().min(2) }).optional(),
  MetricsConfig: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

/** The template's mappings from queues to functions. Throws for what Lambda would refuse. */
export function readQueueMappings(template: OpenTemplate, functions: readonly LocalFunction[]): QueueMapping[] {
  const queues = template.resources("AWS::SQS::Queue").map((queue) => ({
    url: template.identityOf(queue).reference,
    arn: template.identityOf(queue).attributes["Arn"],
    visibilitySeconds: z.coerce.number().default(30).parse(queue.properties["VisibilityTimeout"]),
  }));
  return template
    .resources("AWS::Lambda::EventSourceMapping")
    .filter(({ properties }) => String(properties["EventSourceArn"]).startsWith("arn:aws:sqs:"))
    .map(({ properties }) => mappingShape.parse(properties))
    .filter(({ Enabled }) => Enabled)
    .map((mapping) => {
      const target = findFunction(functions, mapping.FunctionName);
      const queue = queues.find(({ arn }) => arn === mapping.EventSourceArn);
      if (queue === undefined) throw new Error(`The template has no queue ${mapping.EventSourceArn}.`);
      if (queue.visibilitySeconds * 1000 < target.spec.timeoutMs) {
        throw new Error(
          `The visibility time-out of ${queue.url} is shorter than the time limit of ${target.spec.name}.`,
        );
      }
      return {
        queueUrl: queue.url,
        queueArn: mapping.EventSourceArn,
        function: target,
        batchSize: mapping.BatchSize,
        concurrencyMax: Math.min(mapping.ScalingConfig?.MaximumConcurrency ?? 1000, target.spec.concurrencyMax),
        reportsFailures: mapping.FunctionResponseTypes.length > 0,
      };
    });
}
