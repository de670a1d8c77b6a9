import { randomUUID } from "node:crypto";
import type { DynamoDBRecord, AttributeValue as ImageValue } from "aws-lambda";
import type { Store } from "dynalite/db/index.js";
import { type Item, isSameItem } from "./attribute-value.ts";
import type { Change } from "./staged-writes.ts";
import { tableOf } from "./tables.ts";

export type ChangeListener = (record: DynamoDBRecord) => void;

/** The stream of every table that has one: a record per change, in the order of the writes, once they are stored. */
export interface ChangeFeed {
  subscribe(tableName: string, listener: ChangeListener): () => void;
  /** `isExpiry` marks records of items removed by time to live, as AWS marks them. */
  publish(changes: readonly Change[], isExpiry?: boolean): Promise<void>;
}

export function createChangeFeed(store: Store, now: () => number): ChangeFeed {
  const listeners = new Map<string, Set<ChangeListener>>();
  // Above every number of an earlier run, as long as that run had fewer than a million changes per millisecond.
  let sequence = BigInt(Date.now()) * 1_000_000n;

  return {
    subscribe(tableName, listener) {
      const ofTable = listeners.get(tableName) ?? new Set();
      listeners.set(tableName, ofTable.add(listener));
      return () => ofTable.delete(listener);
    },
    async publish(changes, isExpiry = false) {
      for (const change of changes) {
        const ofTable = listeners.get(change.tableName);
        if (!ofTable || ofTable.size === 0 || isUnchanged(change)) continue;
        const { KeySchema, StreamSpecification: stream, LatestStreamArn: arn } = await tableOf(store, change.tableName);
        if (!isStream(stream) || typeof arn !== "string") continue;
        sequence += 1n;
        const record = {
          eventID: randomUUID().replaceAll("-", ""),
          eventVersion: "1.1",
          eventSource: "aws:dynamodb",
          awsRegion: "eu-central-1",
          eventSourceARN: arn,
          ...describe(
            change,
            KeySchema.map((key) => key.AttributeName),
            stream.StreamViewType,
            sequence,
            now(),
          ),
          ...(isExpiry ? { userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" } } : {}),
        } satisfies DynamoDBRecord;
        // In a turn of its own, in order: what a listener throws must not look like a failed write.
        for (const listener of ofTable) queueMicrotask(() => listener(structuredClone(record)));
      }
    },
  };
}

type View = "KEYS_ONLY" | "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES";

function isStream(value: unknown): value is { StreamEnabled: true; StreamViewType: View } {
  return typeof value === "object" && value !== null && "StreamEnabled" in value && value.StreamEnabled === true;
}

/** AWS writes no record for a write that changed nothing. */
function isUnchanged({ before, after }: Change): boolean {
  if (!before || !after) return before === after;
  return isSameItem(before, after);
}

function describe({ before, after }: Change, keyNames: string[], view: View, sequence: bigint, nowMs: number) {
  const item = after ?? before ?? {};
  const keys: Item = {};
  for (const name of keyNames) {
    const value = item[name];
    if (value !== undefined) keys[name] = value;
  }
  const eventName: "INSERT" | "MODIFY" | "REMOVE" = before ? (after ? "MODIFY" : "REMOVE") : "INSERT";
  return {
    eventName,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(nowMs / 1000),
      Keys: imageOf(keys),
      ...(after && view.startsWith("NEW") ? { NewImage: imageOf(after) } : {}),
      ...(before && view.includes("OLD_IMAGE") ? { OldImage: imageOf(before) } : {}),
      SequenceNumber: sequence.toString().padStart(21, "0"),
      SizeBytes: JSON.stringify([before, after]).length,
      StreamViewType: view,
    },
  };
}

/** A copy in the form that functions are given: the same JSON under a stricter type. */
function imageOf(item: Item): Record<string, ImageValue> {
  return JSON.parse(JSON.stringify(item));
}
