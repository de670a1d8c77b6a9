import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import * as z from "zod";

const program = fileURLToPath(new URL("load-once.mjs", import.meta.url));
/** Processor time, in milliseconds. */
const wordShape = z.object({
  loadMs: z.number(),
  callMs: z.number(),
  /** All since the process was there: Node's own start is in it. */
  processMs: z.number(),
  status: z.number().optional(),
});

export type ColdStart = z.infer<typeof wordShape>;

/** Loads a bundle in a process of its own, and calls it with `event`; undefined: does not call it. */
export async function startOnce(
  file: string,
  event: unknown,
  environment: Readonly<Record<string, string>>,
): Promise<ColdStart> {
  const child = fork(program, [file, event === undefined ? "-" : JSON.stringify(event)], {
    env: environment,
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    words += text;
  });
  const said: unknown[] = [];
  child.on("message", (word) => said.push(word));
  await once(child, "close");
  const word = wordShape.safeParse(said[0]);
  if (!word.success) throw new Error(`${file} did not start: ${words.slice(-2_000)}`);
  return word.data;
}
