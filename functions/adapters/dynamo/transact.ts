import { randomUUID } from "node:crypto";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { TransactWriteCommand, type TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { Failure } from "../../domain/failure.ts";
import { write } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { firstReason } from "./dynamo-error.ts";

export type TransactWrite = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** A write, and what it means when its condition does not hold. Without `guards` that cannot happen but by a bug. */
export interface GuardedWrite<Guard extends string> {
  readonly guards?: Guard;
  readonly write: TransactWrite;
}

export type TransactOutcome<Guard extends string> =
  | { readonly isApplied: true }
  /** The first of the guards, in the order of the writes, that did not hold. */
  | { readonly isApplied: false; readonly refusedBy: Guard };

/**
 * All writes or none. Repeated under one request token, so that a call whose answer was lost is carried out once; the
 * table knows the token for ten minutes, which the retries here come nowhere near.
 * Throws `service-busy`, `answer-ambiguous`.
 */
export async function transact<Guard extends string>(
  deps: DynamoDeps,
  writes: readonly GuardedWrite<Guard>[],
): Promise<TransactOutcome<Guard>> {
  const command = new TransactWriteCommand({
    TransactItems: writes.map((guarded) => guarded.write),
    ClientRequestToken: randomUUID(),
  });
  return write(deps, async () => {
    try {
      await deps.client.send(command);
      return { isApplied: true };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      return { isApplied: false, refusedBy: guardOf(error, writes) };
    }
  });
}

/** Rethrows a cancellation that no guard explains: a conflict of the moment, for the retry layer to see, or a bug. */
function guardOf<Guard extends string>(
  error: TransactionCanceledException,
  writes: readonly GuardedWrite<Guard>[],
): Guard {
  const reason = firstReason(error);
  if (reason?.code !== "ConditionalCheckFailed") throw error;
  const guards = writes[reason.index]?.guards;
  if (guards === undefined) throw new Failure("internal", { write: reason.index }, error);
  return guards;
}
