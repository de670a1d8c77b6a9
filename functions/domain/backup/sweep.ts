import type { OpenUpload } from "../archive/archive-store.ts";
import { type DispatchDeps, dispatchEvent } from "../dispatch-event.ts";
import { type SendPullDigestDeps, sendPullDigest } from "../download/send-pull-digest.ts";
import { type RemoveLeftoversDeps, removeLeftovers } from "../history/remove-leftovers.ts";
import { type ReviewRetentionDeps, reviewRetention } from "../retention/review-retention.ts";
import { type RunScheduleDeps, runSchedule } from "../schedule/run-schedule.ts";
import { type Backup, isEnded } from "./backup.ts";
import { objectKeys } from "./object-keys.ts";
import { isStale } from "./stale-work.ts";
import type { StalledStep, StepLeases } from "./step-leases.ts";

export interface SweepDeps
  extends DispatchDeps,
    RemoveLeftoversDeps,
    SendPullDigestDeps,
    ReviewRetentionDeps,
    RunScheduleDeps {
  readonly leases: StepLeases;
}

/** What the stream has not sent by then was forgotten. */
const OUTBOX_PATIENCE_MS = 60_000;
const AT_ONCE = 100;
/** Each reads a tenant's whole history: more of them might not be done within the minute. They come once a day. */
const REVIEWS_AT_ONCE = 20;

/**
 * The safety net, run each minute: starts what is scheduled, sends what the stream forgot, takes up steps whose lease is over, and removes what
 * ended or fenced-off builds left behind, or retention does not keep. Whatever cannot be done keeps nothing else from being done; throws all
 * failures at the end.
 */
export const sweep = async (deps: SweepDeps): Promise<void> => {
  const failures = (
    await Promise.all([
      sendForgotten(deps),
      resumeStalled(deps),
      abortOrphans(deps),
      removeDue(deps),
      sendDigests(deps),
      applyRetention(deps),
      runSchedules(deps),
    ])
  ).flat();
  if (failures.length > 0) throw new AggregateError(failures, "not all could be swept");
};

const sendForgotten = ({ outbox, work, notices, clock, log }: SweepDeps) =>
  eachApart(
    () => outbox.waiting(clock.now() - OUTBOX_PATIENCE_MS, AT_ONCE),
    async (event) => {
      await dispatchEvent({ outbox, work, notices }, event);
      log.warn("sent what the stream forgot", { tenantId: event.tenantId, kind: event.kind });
    },
  );

const sendDigests = (deps: SweepDeps) =>
  eachApart(
    () => deps.digests.due(deps.clock.now(), AT_ONCE),
    (digest) => sendPullDigest(deps, digest),
  );

const applyRetention = (deps: SweepDeps) =>
  eachApart(
    () => deps.reviews.due(deps.clock.now(), REVIEWS_AT_ONCE),
    (review) => reviewRetention(deps, review),
  );

const runSchedules = (deps: SweepDeps) =>
  eachApart(
    () => deps.schedules.due(deps.clock.now() + 1, AT_ONCE),
    (schedule) => runSchedule(deps, schedule),
  );

const resumeStalled = (deps: SweepDeps) =>
  eachApart(
    () => deps.leases.stalled(deps.clock.now(), AT_ONCE),
    (step) => resume(deps, step),
  );

/** A step that nobody needs any more is over: its row goes. Any other is sent again, and gets a new fence. */
async function resume(
  { backups, leases, work: queue, log }: SweepDeps,
  { work, attempts }: StalledStep,
): Promise<void> {
  const backup = await backups.find(work.tenantId, work.backupId);
  if (!backup || isStale(work, backup)) return leases.remove(work);
  log.warn("step taken up again", { tenantId: work.tenantId, backupId: work.backupId, step: work.step, attempts });
  await leases.postpone(work);
  await queue.send(work);
}

const abortOrphans = ({ backups, archives, log }: SweepDeps) =>
  eachApart(
    () => archives.openUploads(),
    async (upload) => {
      // Read after the upload was seen: one that a layout opened since is then still without a layout, or its own.
      if (isWanted(upload, await backups.find(upload.tenantId, upload.backupId))) return;
      await archives.abort(upload);
      log.info("orphaned upload aborted", { tenantId: upload.tenantId, backupId: upload.backupId });
    },
  );

const removeDue = (deps: SweepDeps) =>
  eachApart(
    () => deps.removals.due(deps.clock.now(), AT_ONCE),
    (removal) => removeLeftovers(deps, removal),
  );

/** The upload of the present generation's layout; any of that generation as long as it has none. */
const isWanted = ({ key, uploadId }: OpenUpload, backup: Backup | undefined): boolean =>
  backup !== undefined &&
  !isEnded(backup) &&
  key === objectKeys(backup, backup.generation).archive &&
  (backup.layout?.uploadId ?? uploadId) === uploadId;

/** Does `work` for each item, whatever becomes of the others; returns what failed. */
async function eachApart<Item>(
  items: () => AsyncIterable<Item> | Promise<Iterable<Item>>,
  work: (item: Item) => Promise<void>,
): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  try {
    for await (const item of await items()) {
      await work(item).catch((error: unknown) => failures.push(error));
    }
  } catch (error) {
    failures.push(error);
  }
  return failures;
}
