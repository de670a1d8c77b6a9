import type { Clock } from "../../functions/domain/ports.ts";

/** A clock that stands still until it is moved. */
export interface MovingClock extends Clock {
  advance(ms: number): void;
}

export function movingClock(startMs = Date.UTC(2026, 0, 31, 12)): MovingClock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
  };
}
