import { buildBackup } from "../domain/backup/build-backup.ts";
import type { BuildWork } from "../domain/backup/build-work.ts";
import type { WorkQueue } from "../domain/outbox.ts";
import type { WorkerDeps } from "./run-slice.ts";

/** What a container task ends with. */
const EXIT = {
  /** The step is over, whatever came of it (the backup's record says), or it was not this task's to do. */
  over: 0,
  /** The records could not be read or written; the step is live, and the sweeper sends it again. */
  failed: 1,
  /** No message, or none that anybody can read. Nothing was done. */
  unreadable: 2,
  /** By SIGTERM, as a shell tells it (128 + 15). The step's lease is given back; the sweeper sends it again. */
  stopped: 143,
} as const;

type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface ContainerDeps extends Omit<WorkerDeps, "queue" | "setAside"> {
  /** Returns early when `stop` is aborted. */
  readonly wait: (ms: number, stop: AbortSignal) => Promise<void>;
}

/**
 * One message of the work queue, as a task that nobody stops after minutes: a step that cannot be cut into slices, such as
 * a long dump, has all the time it takes. What is to be tried again is tried again here, not sent to the queue: whoever
 * takes it from there has no time for it.
 */
export const runContainer = async (
  deps: ContainerDeps,
  message: string | undefined,
  stop: AbortSignal,
): Promise<ExitCode> => {
  const decoded = deps.decode(message ?? "");
  if ("unreadable" in decoded) {
    deps.log.error("task without readable work", { reason: decoded.unreadable });
    return EXIT.unreadable;
  }
  const { work } = decoded;
  const { tenantId, backupId, step } = work;
  try {
    const end = await workOff(deps, work, stop);
    deps.log.info("task over", { tenantId, backupId, step, end });
    return end === "stopped" ? EXIT.stopped : EXIT.over;
  } catch (error) {
    deps.log.error("task failed", { tenantId, backupId, step }, error);
    return EXIT.failed;
  }
};

async function workOff(deps: ContainerDeps, work: BuildWork, stop: AbortSignal): Promise<"over" | "stopped"> {
  while (!stop.aborted) {
    let delayMs = 0;
    const queue: WorkQueue = { send: async (_, ms = 0) => void (delayMs = ms) };
    const { state } = await buildBackup({ ...deps, queue }, work, Number.POSITIVE_INFINITY, stop);
    if (state !== "continue") return "over";
    await deps.wait(delayMs, stop);
  }
  return "stopped";
}
