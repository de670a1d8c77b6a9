import { Failure } from "../failure.ts";
import type { BuildDeps, Slice } from "./slice.ts";

const BEAT_MS = 1_000;

/** The time of a step that cannot go on in another invocation. */
export interface LimitedTime {
  /** Aborted like the slice's own, and when the invocation's time is over. */
  readonly signal: AbortSignal;
  /** Since it began, in whole seconds. Counted, not read from a clock: one that jumps would spoil later estimates. */
  elapsedMs(): number;
  /** What came of the abort is not what the backup failed for: this is. */
  failureFor(error: unknown): unknown;
  stop(): void;
}

export function limitTime({ timer }: Pick<BuildDeps, "timer">, slice: Slice): LimitedTime {
  const leftMs = slice.timeLeftMs();
  // No invocation begins without time: then the clock has jumped since, and nobody knows.
  const limitMs = leftMs > 0 ? leftMs : Number.POSITIVE_INFINITY;
  const over = new AbortController();
  let elapsedMs = 0;
  const beat = timer.every(BEAT_MS, () => {
    elapsedMs += BEAT_MS;
    if (elapsedMs >= limitMs) over.abort(new Failure("dump-too-long", { reason: "out of time", elapsedMs }));
  });
  return {
    signal: AbortSignal.any([slice.signal, over.signal]),
    elapsedMs: () => elapsedMs,
    failureFor: (error) => (over.signal.aborted ? over.signal.reason : error),
    stop: () => beat.stop(),
  };
}
