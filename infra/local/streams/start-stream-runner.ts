import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { DynamoDBRecord } from "aws-lambda";
import type { LocalFunction } from "../lambda/local-function.ts";
import { batchFailures } from "../queues/batch-failures.ts";
import { matchesPattern } from "./matches-pattern.ts";

export interface StreamMapping {
  readonly streamArn: string;
  readonly function: LocalFunction;
  readonly batchSize: number;
  /** Patterns; a record that matches none is skipped. Empty: every record is delivered. */
  readonly filters: readonly unknown[];
  readonly reportsFailures: boolean;
  readonly bisectsOnError: boolean;
  /** Tries after the first; `Infinity` = until the record is too old. */
  readonly retriesMax: number;
  readonly ageMsMax: number;
  /** Before a batch is tried again; doubled each time, up to 50 times this. */
  readonly firstPauseMs: number;
  /** Lanes that are fed at the same time; records of one key are always in the same one. */
  readonly laneCount: number;
  /** Told of a batch that is given up, with the text that Lambda sends to the failure destination. */
  readonly onGivenUp?: (notice: string) => Promise<void>;
}

export interface StreamRunner {
  /** Takes a record in; records of one key are delivered in the order in which they are put. */
  put(record: DynamoDBRecord): void;
  close(): Promise<void>;
}

interface Entry {
  readonly record: DynamoDBRecord;
  readonly putMs: number;
}

const pauseFactorMax = 50;

/**
 * Lambda's poller for one stream: a batch that fails holds its lane up and is tried again, halved if so configured,
 * until it is carried out or given up. What waits is in memory and is lost when this process ends; AWS keeps it a day.
 */
export function startStreamRunner(mapping: StreamMapping): StreamRunner {
  const stop = new AbortController();
  const lanes = Array.from({ length: mapping.laneCount }, () => createLane(mapping, stop.signal));
  return {
    put(record) {
      if (mapping.filters.length > 0 && !mapping.filters.some((pattern) => matchesPattern(pattern, record))) return;
      lanes[hash(JSON.stringify(record.dynamodb?.Keys)) % lanes.length]?.put({ record, putMs: Date.now() });
    },
    async close() {
      stop.abort();
      await Promise.all(lanes.map((lane) => lane.idle()));
    },
  };
}

function createLane(mapping: StreamMapping, signal: AbortSignal) {
  const waiting: Entry[] = [];
  let running: Promise<void> | undefined;
  const run = async () => {
    while (waiting.length > 0 && !signal.aborted) await deliver(mapping, waiting.splice(0, mapping.batchSize), signal);
    running = undefined;
  };
  return {
    put(entry: Entry) {
      waiting.push(entry);
      // In a later turn, so that records of one transaction come in one batch.
      running ??= Promise.resolve().then(run);
    },
    idle: async () => running,
  };
}

/** Delivers all of a batch, or gives up what cannot be delivered. */
async function deliver(mapping: StreamMapping, batch: readonly Entry[], signal: AbortSignal): Promise<void> {
  let pending = batch;
  for (let attempt = 0; pending.length > 0 && !signal.aborted; attempt += 1) {
    const { rest, reason } = await tryOnce(mapping, pending);
    if (rest.length === 0 || signal.aborted) return;
    if (rest.length < pending.length) attempt = 0; // Progress: Lambda counts anew from the record that failed.
    pending = rest;
    const isOld = Date.now() - (pending[0]?.putMs ?? 0) > mapping.ageMsMax;
    if (isOld || attempt >= mapping.retriesMax) return giveUp(mapping, pending, reason, attempt + 1);
    await delay(mapping.firstPauseMs * Math.min(pauseFactorMax, 2 ** attempt), undefined, { signal }).catch(
      () => undefined,
    );
    if (mapping.bisectsOnError && pending.length > 1) {
      const middle = Math.ceil(pending.length / 2);
      await deliver(mapping, pending.slice(0, middle), signal);
      return deliver(mapping, pending.slice(middle), signal);
    }
  }
}

async function tryOnce(
  mapping: StreamMapping,
  entries: readonly Entry[],
): Promise<{ readonly rest: readonly Entry[]; readonly reason: string }> {
  const outcome = await mapping.function.invoke({ Records: entries.map((entry) => entry.record) });
  if (outcome.state === "failed") return { rest: entries, reason: outcome.error.errorMessage };
  if (!mapping.reportsFailures) return { rest: [], reason: "" };
  const numbers = entries.map(({ record }) => record.dynamodb?.SequenceNumber ?? "");
  const failed = batchFailures(outcome.payload, new Set(numbers));
  if (failed === "all") return { rest: entries, reason: "the answer named no record of the batch" };
  // From the first failed record on, those after it included: the order counts.
  const first = numbers.findIndex((number) => failed.has(number));
  return { rest: first === -1 ? [] : entries.slice(first), reason: "reported by the function" };
}

async function giveUp(mapping: StreamMapping, entries: readonly Entry[], reason: string, tries: number): Promise<void> {
  const { spec } = mapping.function;
  console.error(`${spec.name}: ${entries.length} stream records given up after ${tries} tries: ${reason}`);
  const [first, last] = [entries[0]?.record.dynamodb, entries.at(-1)?.record.dynamodb];
  await mapping.onGivenUp?.(
    JSON.stringify({
      requestContext: {
        requestId: randomUUID(),
        functionArn: spec.arn,
        condition: "RetryAttemptsExhausted",
        approximateInvokeCount: tries,
      },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      version: "1.0",
      timestamp: new Date().toISOString(),
      DDBStreamBatchInfo: {
        shardId: "local",
        startSequenceNumber: first?.SequenceNumber,
        endSequenceNumber: last?.SequenceNumber,
        batchSize: entries.length,
        streamArn: mapping.streamArn,
      },
    }),
  );
}

/** FNV-1a: only to spread keys over lanes. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}
