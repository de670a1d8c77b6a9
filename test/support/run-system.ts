import type { Backup } from "../../functions/domain/backup/backup.ts";
import type { BuildSystem } from "./build-system.ts";

export interface RunOptions {
  /** Invocations at the same time. */
  readonly workers?: number;
  /** Time that an invocation has. */
  readonly sliceMs?: () => number;
  /** Which of so many visible messages is taken. */
  readonly pick?: (count: number) => number;
  /** False: the stream sends nothing, the sweeper has to. */
  readonly hasStream?: boolean;
  /** Leaves everything as it is once this is so. */
  readonly until?: () => boolean;
}

const SWEEP_MS = 60_000;
const HOURS_MAX = 24;
/** After the end: late copies come, and the sweeper cleans up. */
const AFTERMATH_MS = 5 * SWEEP_MS;

/**
 * Lets stream, workers and the sweeper run until the backup has ended and all is quiet. Errors that an invocation ends
 * with are kept: its message is not given back, so that the sweeper alone has to see to it.
 */
export async function runUntilEnded(
  system: BuildSystem,
  options: RunOptions = {},
): Promise<Backup & { readonly errors: readonly unknown[] }> {
  const { workers = 3, sliceMs = () => 600_000, pick, hasStream = true, until = () => false } = options;
  const { clock, world } = system;
  const errors: unknown[] = [];
  const running = new Set<Promise<void>>();
  const relayed = new Set<string>();
  const begin = (invocation: Promise<unknown>): void => {
    const settled: Promise<void> = invocation.then(
      () => undefined,
      (error: unknown) => void errors.push(error),
    );
    const ended = settled.then(() => void running.delete(ended));
    running.add(ended);
  };

  const patience = clock.now() + HOURS_MAX * 3_600_000;
  let sweepAt = clock.now() + SWEEP_MS;
  let busy = 0;
  let endsAt: number | undefined;
  while (clock.now() < patience) {
    if (endsAt === undefined && system.isEnded()) endsAt = clock.now() + AFTERMATH_MS;
    const isQuiet = endsAt !== undefined && running.size === 0 && clock.now() >= endsAt;
    if (isQuiet || until()) return { ...system.backup(), errors };
    for (const [id, { event }] of hasStream ? [...world.outbox] : []) {
      if (relayed.has(id)) continue;
      relayed.add(id);
      begin(system.relay(event));
    }
    while (busy < workers) {
      const work = system.queue.receive(pick);
      if (work === undefined) break;
      busy += 1;
      begin(system.work1(work, sliceMs()).finally(() => (busy -= 1)));
    }
    if (clock.now() >= sweepAt) {
      sweepAt = clock.now() + SWEEP_MS;
      begin(system.sweep());
      // The minute's and, since the stream knows no minutes, another one at the same time.
      for (let auditors = 0; auditors < 2; auditors += 1) begin(system.audit());
    }
    if (running.size > 0) await Promise.race(running);
    else clock.advance(Math.max(0, Math.min(sweepAt, system.queue.nextAt() ?? sweepAt) - clock.now()));
  }
  throw new Error(`not ended after ${HOURS_MAX} hours\n${system.log.lines.slice(-40).join("\n")}`);
}

/** Accepts the backup and makes it. */
export async function makeBackup(system: BuildSystem, options?: RunOptions) {
  await system.accept();
  return runUntilEnded(system, options);
}
