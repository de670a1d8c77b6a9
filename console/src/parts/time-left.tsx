import { duration } from "../format.ts";
import { words } from "../words.ts";
import { useNow } from "./use-now.ts";

interface TimeLeftProps {
  /** Milliseconds. */
  readonly until: number;
  /** What is said once, when it is over. */
  readonly isOver: string;
}

/** Counts down for those who look; whoever listens is told at the end alone. */
export function TimeLeft({ until, isOver }: TimeLeftProps) {
  const left = (until - useNow()) / 1000;
  return (
    <p>
      <span role="timer">{left > 0 && words.timeLeft(duration(Math.ceil(left)))}</span>
      <span role="status">{left <= 0 && isOver}</span>
    </p>
  );
}
