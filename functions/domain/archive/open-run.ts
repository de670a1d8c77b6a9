import type { Lines } from "./part.ts";

/** Whole entries that wait for their part to be full. */
export interface OpenRun {
  readonly bytes: number;
  readonly entries: number;
  readonly lines: Lines;
}

/** One stretch of the inventory: what the run has of it, and what follows. Lines between, of what is missing, are in it. */
export const joinedLines = (run: OpenRun, next: Lines): Lines =>
  run.entries === 0 ? next : { offset: run.lines.offset, bytes: next.offset + next.bytes - run.lines.offset };
