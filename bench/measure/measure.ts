import { descendants, readMemory, readStat } from "./proc.ts";

export interface Measured<Result> {
  readonly result: Result;
  readonly wallMs: number;
  /** Of all processes that were started meanwhile, and of theirs. */
  readonly clientCpuMs: number;
  /** Of the database server with all its backends. */
  readonly backendCpuMs: number;
  /** Of the S3 server. */
  readonly storeCpuMs: number;
  /** The most that these processes held at one time, summed. */
  readonly peakBytes: number;
}

/** First processes of what works for a client, and is no part of it. */
interface Servers {
  readonly database: number;
  readonly store: number;
}

const sampleMs = 25;

/**
 * Runs `work`, which starts processes below this one and has waited for all of them when it is done: then their
 * processor time has been added to this process's, exactly. What ran here before (servers, the database) is left out.
 * Memory is looked at every 25 ms; a peak between two looks is not lost where one process has most of it, since the
 * system keeps each one's own.
 */
export async function measure<Result>(servers: Servers, work: () => Promise<Result>): Promise<Measured<Result>> {
  const before = new Set(descendants(process.pid));
  const cpuBefore = waitedMs();
  const serversBefore = { backend: treeMs(servers.database), store: treeMs(servers.store) };
  let peakBytes = 0;
  const look = () => {
    const sizes = descendants(process.pid, before).map(readMemory);
    const together = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    peakBytes = Math.max(peakBytes, together, ...sizes.map((each) => each.peakBytes));
  };
  const sampler = setInterval(look, sampleMs);
  const started = performance.now();
  try {
    const result = await work();
    const wallMs = performance.now() - started;
    return {
      result,
      wallMs,
      clientCpuMs: waitedMs() - cpuBefore,
      backendCpuMs: treeMs(servers.database) - serversBefore.backend,
      storeCpuMs: treeMs(servers.store) - serversBefore.store,
      peakBytes,
    };
  } finally {
    clearInterval(sampler);
  }
}

const waitedMs = (): number => readStat(process.pid)?.waitedMs ?? 0;

/** What has ended is in the time its parent waited for, what lives is counted itself: the sum never loses anything. */
function treeMs(root: number): number {
  return [root, ...descendants(root)]
    .map(readStat)
    .reduce((sum, stat) => sum + (stat === undefined ? 0 : stat.ownMs + stat.waitedMs), 0);
}
