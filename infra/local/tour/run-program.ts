import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs a program to its end and returns what it printed. Throws when it fails, with what it complained about. */
export async function runProgram(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(program, [...args], { maxBuffer: 256 * 1024 * 1024 });
  return stdout;
}
