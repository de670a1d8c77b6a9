import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { descendants, readMemory, readStat } from "../../../bench/measure/proc.ts";

test("finds a child and its child, and their memory", async () => {
  const child = spawn("sh", ["-c", "sleep 60 & echo $!; wait"], { stdio: ["ignore", "pipe", "ignore"] });
  const [line] = await once(child.stdout, "data");
  const grandchild = Number(String(line).trim());
  try {
    expect(descendants(process.pid)).toEqual(expect.arrayContaining([child.pid, grandchild]));
    expect(readStat(grandchild)?.parent).toBe(child.pid);
    expect(readMemory(grandchild).bytes).toBeGreaterThan(100_000);
  } finally {
    process.kill(grandchild);
    await once(child, "close");
  }
});

test("adds to a process what its children used, once they have ended", async () => {
  const before = readStat(process.pid)?.waitedMs ?? 0;
  // By its own clock of processor time: on a busy machine it gets less of it than time passes.
  const child = spawn(process.execPath, ["-e", "while (process.cpuUsage().user < 200_000);"]);
  await once(child, "close");
  expect((readStat(process.pid)?.waitedMs ?? 0) - before).toBeGreaterThanOrEqual(190);
});

test("knows nothing of a process that is not there", () => {
  expect(readStat(2 ** 22 + 1)).toBeUndefined();
});
