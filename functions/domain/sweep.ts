import { type AbortOrphanDeps, abortOrphan } from "./backup/abort-orphan.ts";
import { type ResumeStepDeps, resumeStep } from "./backup/resume-step.ts";
import { type DispatchDeps, dispatchEvent } from "./dispatch-event.ts";
import { type SendPullDigestDeps, sendPullDigest } from "./download/send-pull-digest.ts";
import { type RemoveLeftoversDeps, removeLeftovers } from "./history/remove-leftovers.ts";
import type { OutboxEvent } from "./outbox.ts";
import { type ReviewRetentionDeps, reviewRetention } from "./retention/review-retention.ts";
import { type RunScheduleDeps, runSchedule } from "./schedule/run-schedule.ts";

export interface SweepDeps
  extends DispatchDeps,
    ResumeStepDeps,
    AbortOrphanDeps,
    RemoveLeftoversDeps,
    SendPullDigestDeps,
    ReviewRetentionDeps,
    RunScheduleDeps {}

/** What the stream has not sent by then was forgotten. */
const OUTBOX_PATIENCE_MS = 60_000;
const AT_ONCE = 100;
/** Each reads a tenant's whole history: more of them might not be done within the minute. They come once a day. */
const REVIEWS_AT_ONCE = 20;

/**
 * What the keeper does each minute: starts what is scheduled, removes what retention does not keep and what ended or fenced-off
 * builds left behind, tells of a week's pulls, and makes up for what the stream forgot or a worker did not finish. Whatever
 * cannot be done keeps nothing else from being done; throws all failures at the end.
 */
export const sweep = async (deps: SweepDeps): Promise<void> => {
  const { outbox, leases, archives, removals, digests, reviews, schedules } = deps;
  const now = deps.clock.now();
  const failures = await Promise.all([
    eachApart(
      () => schedules.due(now + 1, AT_ONCE),
      (schedule) => runSchedule(deps, schedule),
    ),
    eachApart(
      () => outbox.waiting(now - OUTBOX_PATIENCE_MS, AT_ONCE),
      (event) => sendForgotten(deps, event),
    ),
    eachApart(
      () => leases.stalled(now, AT_ONCE),
      (step) => resumeStep(deps, step),
    ),
    eachApart(
      () => archives.openUploads(),
      (upload) => abortOrphan(deps, upload),
    ),
    eachApart(
      () => removals.due(now, AT_ONCE),
      (removal) => removeLeftovers(deps, removal),
    ),
    eachApart(
      () => reviews.due(now, REVIEWS_AT_ONCE),
      (review) => reviewRetention(deps, review),
    ),
    eachApart(
      () => digests.due(now, AT_ONCE),
      (digest) => sendPullDigest(deps, digest),
    ),
  ]);
  if (failures.flat().length > 0) throw new AggregateError(failures.flat(), "not all could be swept");
};

async function sendForgotten(deps: SweepDeps, event: OutboxEvent): Promise<void> {
  await dispatchEvent(deps, event);
  deps.log.warn("sent what the stream forgot", { tenantId: event.tenantId, kind: event.kind });
}

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
