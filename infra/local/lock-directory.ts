import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Keeps a second run out of a directory. Returns how to let go; that also happens when the process exits. Throws a message
 * that names who is there. A lock left by a process that is gone is taken over.
 */
export function lockDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "lock");
  while (!claim(file)) {
    const pid = Number(readFileSync(file, "utf8"));
    if (isAlive(pid)) {
      throw new Error(
        `${directory} is in use by process ${pid}. Stop that one first; if it is none of ours, remove ${file}.`,
      );
    }
    rmSync(file, { force: true });
  }
  const release = () => {
    process.off("exit", release);
    rmSync(file, { force: true });
  };
  process.once("exit", release);
  return release;
}

function claim(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
