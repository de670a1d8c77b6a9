import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { buildBackup } from "../domain/backup/build-backup.ts";
import type { BuildWork } from "../domain/backup/build-work.ts";
import type { BuildDeps } from "../domain/backup/slice.ts";

/** Let go this long before the function is stopped. */
const LET_GO_MS = 60_000;

export interface WorkerDeps extends BuildDeps {
  readonly decode: (body: string) => { readonly work: BuildWork } | { readonly unreadable: string };
  /** To the dead letters, where a person looks at it. */
  readonly setAside: (body: string, reason: string) => Promise<void>;
}

/**
 * The queue of build work, one message an invocation: one slice of one step. An error here is one of the rows, not of the
 * step (a step's failures end in the backup): the message comes back, and the sweeper is faster anyway. What cannot be
 * read would come back just as unreadable, hours later each time, so it is set aside at once.
 */
export const runSlice =
  (deps: WorkerDeps) =>
  async (event: SQSEvent, context: Pick<Context, "getRemainingTimeInMillis">): Promise<SQSBatchResponse> => {
    const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
    for (const { messageId, body } of event.Records) {
      try {
        const decoded = deps.decode(body);
        if ("unreadable" in decoded) await deps.setAside(body, decoded.unreadable);
        else await buildBackup(deps, decoded.work, deps.clock.now() + context.getRemainingTimeInMillis() - LET_GO_MS);
      } catch (error) {
        deps.log.error("slice failed", { messageId }, error);
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  };
