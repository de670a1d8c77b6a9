import { CreateQueueCommand, type QueueAttributeName, type SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { OpenTemplate } from "../template/open-template.ts";

const seconds = z.coerce.number().int().optional();

const queueShape = z.looseObject({
  VisibilityTimeout: seconds,
  DelaySeconds: seconds,
  MessageRetentionPeriod: seconds,
  ReceiveMessageWaitTimeSeconds: seconds,
  MaximumMessageSize: seconds,
  FifoQueue: z.boolean().optional(),
  ContentBasedDeduplication: z.boolean().optional(),
  RedrivePolicy: z.looseObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() }).optional(),
});

/** The template's queues under their names, those that others redrive to first. */
export async function makeQueues(template: OpenTemplate, sqs: SQSClient): Promise<void> {
  const queues = template
    .resources("AWS::SQS::Queue")
    .map((resource) => ({
      name: z.string().parse(template.identityOf(resource).attributes["QueueName"]),
      url: template.identityOf(resource).reference,
      properties: queueShape.parse(resource.properties),
    }))
    .sort(
      (a, b) => Number(a.properties.RedrivePolicy !== undefined) - Number(b.properties.RedrivePolicy !== undefined),
    );
  for (const { name, url, properties } of queues) {
    const { QueueUrl } = await sqs.send(
      new CreateQueueCommand({ QueueName: name, Attributes: attributesOf(properties) }),
    );
    if (QueueUrl !== url) throw new Error(`Queue ${name} is at ${QueueUrl}, not at ${url}.`);
  }
}

function attributesOf(properties: z.infer<typeof queueShape>): Partial<Record<QueueAttributeName, string>> {
  const { RedrivePolicy, ...plain } = properties;
  const attributes: Partial<Record<QueueAttributeName, string>> = {};
  const names = [
    "VisibilityTimeout",
    "DelaySeconds",
    "MessageRetentionPeriod",
    "ReceiveMessageWaitTimeSeconds",
    "MaximumMessageSize",
    "FifoQueue",
    "ContentBasedDeduplication",
  ] as const;
  for (const name of names) if (plain[name] !== undefined) attributes[name] = String(plain[name]);
  if (RedrivePolicy !== undefined) attributes.RedrivePolicy = JSON.stringify(RedrivePolicy);
  return attributes;
}
