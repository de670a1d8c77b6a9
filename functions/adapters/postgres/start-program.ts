import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import type { Readable } from "node:stream";

/** Of what a program says, the end: that is where the reason stands. */
const STDERR_CHARACTERS_MAX = 16_384;

export interface ProgramCall {
  readonly path: string;
  readonly args: readonly string[];
  /** All that the program gets to know of its surroundings. */
  readonly environment: Readonly<Record<string, string>>;
  /** How long it may take to end by itself once it was told to; then it is killed. */
  readonly graceMs: number;
  /** What it reads. It may end before all of it was read; a stream that fails ends it. */
  readonly input?: Readable;
}

interface ProgramEnd {
  /** Null: ended by a signal. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The program could not be started. */
  readonly error?: Error;
}

export interface RunningProgram {
  readonly stdout: Readable;
  /** The end of what it said so far. */
  stderr(): string;
  /** Never rejects. */
  readonly ended: Promise<ProgramEnd>;
  /** Tells it to end if it has not, and waits until no process is left. */
  stop(): Promise<void>;
}

/** Starts a program without a shell; an abort of `signal` ends it. Whoever starts one calls `stop` in the end. */
export function startProgram(call: ProgramCall, signal: AbortSignal): RunningProgram {
  const child = spawn(call.path, call.args, { env: call.environment, stdio: ["pipe", "pipe", "pipe"] });
  feed(child, call.input);
  const stderr = lastWords(child.stderr);
  const ended = endOf(child);
  let killTimer: NodeJS.Timeout | undefined;
  const tellToEnd = () => {
    child.kill("SIGTERM");
    killTimer ??= setTimeout(() => child.kill("SIGKILL"), call.graceMs);
  };
  signal.addEventListener("abort", tellToEnd, { once: true });
  return {
    stdout: child.stdout,
    stderr,
    ended,
    stop: async () => {
      signal.removeEventListener("abort", tellToEnd);
      if (child.exitCode === null && child.signalCode === null) tellToEnd();
      // Nobody reads on: what is left in the pipe must not keep it open.
      child.stdout.destroy();
      await ended;
      clearTimeout(killTimer);
    },
  };
}

function feed({ stdin }: ChildProcessWithoutNullStreams, input: Readable | undefined): void {
  // A program that has read enough closes its end.
  stdin.on("error", () => input?.destroy());
  if (input === undefined) stdin.end();
  else input.on("error", () => stdin.destroy()).pipe(stdin);
}

function endOf(child: ChildProcess): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ exitCode: -1, signal: null, error }));
    child.once("close", (exitCode, signal) => resolve({ exitCode, signal }));
  });
}

function lastWords(stderr: Readable): () => string {
  let words = "";
  stderr.setEncoding("utf8");
  stderr.on("data", (text: string) => {
    words = (words + text).slice(-STDERR_CHARACTERS_MAX);
  });
  return () => words.trim();
}
