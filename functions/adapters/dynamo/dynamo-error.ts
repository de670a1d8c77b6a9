import {
  ProvisionedThroughputExceededException,
  ReplicatedWriteConflictException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from "@aws-sdk/client-dynamodb";
import { Failure } from "../../domain/failure.ts";
import { type SdkErrorKind, sdkErrorKind } from "../system/sdk-error-kind.ts";
import { sdkFailure } from "../system/sdk-failure.ts";

/**
 * What an error says of the call: `busy` – not carried out, and may pass; `lost` – nobody knows whether it was carried
 * out; `refused` – not carried out, and never will be.
 */
export type CallFate = "busy" | "lost" | "refused";

/** What the table alone says, beside what every service says. */
const BUSY = [
  ProvisionedThroughputExceededException,
  ReplicatedWriteConflictException,
  TransactionConflictException,
  TransactionInProgressException,
];

/** Cancellation reasons of a transaction that say nothing against it but the moment. */
const BUSY_REASONS: readonly (string | undefined)[] = [
  "TransactionConflict",
  "ThrottlingError",
  "ProvisionedThroughputExceeded",
];

const FATES: Readonly<Record<SdkErrorKind, CallFate>> = {
  throttled: "busy",
  unreachable: "busy",
  unanswered: "lost",
  "server-fault": "lost",
  refused: "refused",
};

export function fateOf(error: unknown): CallFate {
  if (error instanceof TransactionCanceledException) {
    return BUSY_REASONS.includes(firstReason(error)?.code) ? "busy" : "refused";
  }
  if (BUSY.some((kind) => error instanceof kind)) return "busy";
  return FATES[sdkErrorKind(error) ?? "refused"];
}

/** The first write, in the order they were given, that cancelled the transaction. */
export function firstReason(
  error: TransactionCanceledException,
): { readonly index: number; readonly code: string } | undefined {
  for (const [index, { Code: code }] of (error.CancellationReasons ?? []).entries()) {
    if (code !== undefined && code !== "None") return { index, code };
  }
  return undefined;
}

/**
 * Errors of the service become failures, with the original as the cause; what is not of the service is a bug and stays.
 * Reading twice is as good as once: a read has no ambiguous answer.
 */
export function failureOf(error: unknown, kind: "read" | "write"): unknown {
  const fate = fateOf(error);
  if (fate === "busy" || (fate === "lost" && kind === "read")) return new Failure("service-busy", {}, error);
  return sdkFailure(error);
}
