import type { Timer } from "../../functions/domain/ports.ts";
import { type MovingClock, movingClock } from "./moving-clock.ts";

/** A clock that is moved, and the timer that goes with it: whatever comes due on the way beats, in its order. */
export interface BeatingClock extends MovingClock, Timer {
  /** Moves the time as a frozen process sees it: nothing beats before the next `advance`. */
  skip(ms: number): void;
}

export function beatingClock(startMs?: number): BeatingClock {
  const clock = movingClock(startMs);
  const beats = new Set<{ readonly ms: number; dueAt: number; readonly beat: () => void }>();
  const firstDue = (until: number) =>
    [...beats].filter(({ dueAt }) => dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)[0];

  return {
    now: () => clock.now(),
    skip: (ms) => clock.advance(ms),
    advance(ms) {
      const until = clock.now() + ms;
      for (let due = firstDue(until); due; due = firstDue(until)) {
        clock.advance(Math.max(0, due.dueAt - clock.now()));
        due.dueAt = clock.now() + due.ms;
        due.beat();
      }
      clock.advance(until - clock.now());
    },
    every(ms, beat) {
      const entry = { ms, dueAt: clock.now() + ms, beat };
      beats.add(entry);
      return { stop: () => beats.delete(entry) };
    },
  };
}
