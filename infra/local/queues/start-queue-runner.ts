import { setTimeout as delay } from "node:timers/promises";
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { LocalFunction } from "../lambda/local-function.ts";
import { batchFailures } from "./batch-failures.ts";
import { sqsEvent } from "./sqs-event.ts";

export interface QueueMapping {
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly function: LocalFunction;
  /** Messages an invocation gets at most; SQS hands out 10 at a time. */
  readonly batchSize: number;
  /** Invocations at the same time. */
  readonly concurrencyMax: number;
  readonly reportsFailures: boolean;
}

export interface QueueRunner {
  /** Stops taking messages; those being worked on come back after their visibility time-out. */
  close(): Promise<void>;
}

const waitSeconds = 10;
/** After a receive that failed: the service is away, or refuses on demand of a test. */
const pauseMs = 500;

/**
 * Lambda's poller for one queue. What an invocation carried out is deleted; what it did not stays in flight until its
 * visibility time-out, as on AWS, and the queue's redrive policy ends it.
 */
export function startQueueRunner(mapping: QueueMapping, sqs: SQSClient): QueueRunner {
  const stop = new AbortController();
  // Each slot is a loop of its own: a slow batch holds up no other.
  const slots = Array.from({ length: mapping.concurrencyMax }, () => poll(mapping, sqs, stop.signal));
  return {
    async close() {
      stop.abort();
      await Promise.all(slots);
    },
  };
}

async function poll(mapping: QueueMapping, sqs: SQSClient, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const messages = await receive(mapping, sqs, signal);
    if (messages.length === 0) continue;
    const done = await carryOut(mapping, messages);
    if (done.length > 0 && !signal.aborted) await remove(mapping, sqs, done);
  }
}

async function receive(mapping: QueueMapping, sqs: SQSClient, signal: AbortSignal): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: mapping.queueUrl,
    MaxNumberOfMessages: Math.min(10, mapping.batchSize),
    WaitTimeSeconds: waitSeconds,
    MessageSystemAttributeNames: ["All"],
    MessageAttributeNames: ["All"],
  });
  try {
    return (await sqs.send(command, { abortSignal: signal })).Messages ?? [];
  } catch (error) {
    if (!signal.aborted) {
      console.error(`receiving from ${mapping.queueUrl} failed:`, error);
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
    return [];
  }
}

async function carryOut(mapping: QueueMapping, messages: readonly Message[]): Promise<readonly Message[]> {
  const outcome = await mapping.function.invoke(sqsEvent(mapping.queueArn, messages));
  if (outcome.state === "failed") return [];
  if (!mapping.reportsFailures) return messages;
  const failed = batchFailures(outcome.payload, new Set(messages.map((message) => message.MessageId ?? "")));
  return failed === "all" ? [] : messages.filter((message) => !failed.has(message.MessageId ?? ""));
}

/** A message that cannot be deleted comes again: delivery is at least once, here as on AWS. */
async function remove(mapping: QueueMapping, sqs: SQSClient, messages: readonly Message[]): Promise<void> {
  const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  try {
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: mapping.queueUrl, Entries }));
  } catch (error) {
    console.error(`deleting from ${mapping.queueUrl} failed:`, error);
  }
}
