import type { MadeBackup } from "../cloud/make-backup.ts";
import { PRICES } from "./prices.ts";
import { s3Price } from "./s3-classes.ts";

export interface BackupPrice {
  readonly lambda: number;
  readonly s3: number;
  readonly other: number;
  /** US dollars; without keeping the archive. */
  readonly total: number;
}

/**
 * What a backup that was made here would have cost on AWS: its requests, counted, and its time, as long as it took here.
 * Rows are taken as transactions of two units each, which is more than most are.
 */
export function backupPrice(
  made: Pick<MadeBackup, "stages" | "s3" | "otherRequests" | "invocations" | "memoryMegabytes">,
): BackupPrice {
  const gbSeconds = (made.stages.ready / 1000) * (made.memoryMegabytes / 1024);
  const lambda = gbSeconds * PRICES.lambdaGbSecond + made.invocations * PRICES.lambdaRequest;
  const s3 = s3Price(made.s3.requests);
  const { dynamo, sqs, keys } = made.otherRequests;
  const other =
    dynamo * 2 * PRICES.dynamoWriteUnit + sqs * PRICES.sqsRequest + keys * (PRICES.kmsSignature + PRICES.secretRequest);
  return { lambda, s3, other, total: lambda + s3 + other };
}
