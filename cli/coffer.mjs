#!/usr/bin/env node
// Plain JavaScript, so that it starts on any Node: the program itself needs the one that comes with the project.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const own = join(here, "../node_modules/.bin/node");

if (Number(process.versions.node.split(".")[0]) >= 24 || !existsSync(own)) {
  await import("./main.ts");
} else {
  const { status } = spawnSync(own, [join(here, "main.ts"), ...process.argv.slice(2)], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}
