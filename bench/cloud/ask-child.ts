import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** A server of the bench in a process of its own, so that neither its work nor its memory counts as the client's. */
export interface AskedChild<Start, Answer> {
  readonly started: Start;
  readonly pid: number;
  ask(): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts `program`, and waits for what it says first. Its words are trusted: both ends are of this folder. */
export async function forkChild<Start, Answer>(
  program: URL,
  args: readonly string[],
): Promise<AskedChild<Start, Answer>> {
  const child = fork(program, [...args], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const killWithParent = () => void child.kill("SIGKILL");
  process.once("exit", killWithParent);
  const started = await nextWord<Start>(child);
  return {
    started,
    pid: child.pid ?? 0,
    ask() {
      const answer = nextWord<Answer>(child);
      child.send("ask");
      return answer;
    },
    async close() {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
      process.off("exit", killWithParent);
    },
  };
}

async function nextWord<Word>(child: ChildProcess): Promise<Word> {
  const ended = new AbortController();
  const fail = () => ended.abort(new Error(`${child.spawnargs[1]} ended`));
  child.once("exit", fail);
  try {
    const [word]: Word[] = await once(child, "message", { signal: ended.signal });
    if (word === undefined) throw new Error("the server said nothing");
    return word;
  } finally {
    child.off("exit", fail);
  }
}

/** The other end. A parent that is gone takes the server along. */
export function answerParent(started: object, answer: () => object): void {
  process.on("message", () => process.send?.(answer()));
  process.once("disconnect", () => process.exit(0));
  process.send?.(started);
}
