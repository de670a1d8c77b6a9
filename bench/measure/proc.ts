import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second, whatever the kernel's own tick is. */
const msPerTick = 10;

interface ProcessStat {
  readonly parent: number;
  /** Of itself. */
  readonly ownMs: number;
  /** Of its children that have ended and were waited for, and of theirs. */
  readonly waitedMs: number;
}

/** Undefined: there is no such process any more. */
export function readStat(pid: number): ProcessStat | undefined {
  const text = readProc(`${pid}/stat`);
  // The name stands in brackets and may hold anything, brackets too.
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  if (fields === undefined) return undefined;
  const [parent = 0, user = 0, system = 0, waitedUser = 0, waitedSystem = 0] = [1, 11, 12, 13, 14].map((index) =>
    Number(fields[index]),
  );
  return { parent, ownMs: (user + system) * msPerTick, waitedMs: (waitedUser + waitedSystem) * msPerTick };
}

export interface ResidentMemory {
  readonly bytes: number;
  /** The most it ever had. */
  readonly peakBytes: number;
}

/** Pages in memory, those of programs and libraries included, as the system counts them against a limit. */
export function readMemory(pid: number): ResidentMemory {
  const status = readProc(`${pid}/status`) ?? "";
  const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) * 1024;
  return { bytes: kib("VmRSS"), peakBytes: kib("VmHWM") };
}

/** All processes below `root`, without it; what is in `without` is left out with all that is below it. */
export function descendants(root: number, without: ReadonlySet<number> = new Set()): number[] {
  const found = childrenOf(root).filter((pid) => !without.has(pid));
  for (const pid of found) found.push(...childrenOf(pid).filter((child) => !without.has(child)));
  return found;
}

/** Asked of each of its threads, since any of them may have started one: far less to read than all processes there are. */
function childrenOf(pid: number): number[] {
  return threadsOf(pid).flatMap((thread) =>
    (readProc(`${pid}/task/${thread}/children`) ?? "")
      .split(" ")
      .filter((text) => text !== "")
      .map(Number),
  );
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // It ended in between.
  }
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, "latin1");
  } catch {
    return undefined; // It ended in between.
  }
}
