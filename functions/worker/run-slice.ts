import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { buildBackup } from "../domain/backup/build-backup.ts";
import type { BuildWork } from "../domain/backup/build-work.ts";
import type { BuildDeps } from "../domain/backup/slice.ts";
import { Failure } from "../domain/failure.ts";

/** Let go this long before the function is stopped. */
const LET_GO_MS = 60_000;

export interface WorkerDeps extends BuildDeps {
  readonly decode: (body: string) => { readonly work: BuildWork } | { readonly unreadable: string };
}

/**
 * The queue of build work, one message an invocation: one slice of one step. An error here is one of the rows, not of the
 * step (a step's failures end in the backup): the message comes back, and the sweeper is faster anyway.
 */
export const runSlice =
  (deps: WorkerDeps) =>
  async (event: SQSEvent, context: Pick<Context, "getRemainingTimeInMillis">): Promise<SQSBatchResponse> => {
    const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
    for (const { messageId, body } of event.Records) {
      try {
        const decoded = deps.decode(body);
        // Thrown back until it is a dead letter, where a person looks at it.
        if ("unreadable" in decoded) throw new Failure("internal", { unreadable: decoded.unreadable });
        await buildBackup(deps, decoded.work, deps.clock.now() + context.getRemainingTimeInMillis() - LET_GO_MS);
      } catch (error) {
        deps.log.error("slice failed", { messageId }, error);
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  };
