import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const main = join(import.meta.dirname, "../../infra/local/main.ts");

export interface RunningMain {
  readonly child: ChildProcess;
  /** All it has printed so far. */
  output(): string;
  /** Waits until it has printed this; throws when it ends without. */
  printed(text: string): Promise<void>;
  /** Its exit code. */
  ended(): Promise<unknown>;
}

/** What `npm start` starts, in a process of its own. */
export function startMain(...args: readonly string[]): RunningMain {
  const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const closed = once(child, "close");
  const output = () => Buffer.concat(chunks).toString();
  return {
    child,
    output,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (output().includes(text)) resolve();
        };
        for (const stream of [child.stdout, child.stderr]) stream.on("data", look);
        child.once("close", () => reject(new Error(`It ended without “${text}”:\n${output()}`)));
        look();
      }),
    ended: async () => (await closed)[0],
  };
}

/** Command lines of processes that hold this text, and of functions whose parent is gone. */
export function processesLeft(text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        const isOrphan = / 1 /.test(readFileSync(`/proc/${pid}/stat`, "utf8").split(")")[1]?.slice(2, 6) ?? "");
        return command.includes(text) || (isOrphan && command.includes("runtime-client.mjs")) ? [command] : [];
      } catch {
        return []; // Ended in between.
      }
    });
}
