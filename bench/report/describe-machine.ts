import { spawnSync } from "node:child_process";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import { findPostgres } from "../../infra/local/postgres/find-postgres.ts";

/** What stands above every table: figures of another machine, day or version are other figures. */
export function describeMachine(): string {
  return [
    `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`,
    `${availableParallelism()} processors (${cpus()[0]?.model.trim() ?? "unknown"}), ${(totalmem() / 1024 ** 3).toFixed(0)} GiB, ${type()} ${release()}`,
    `Node ${process.versions.node}, ${findPostgres().version}`,
    ...["ruby --version", "zip --version", "restic version", "tar --version", "gzip --version"].map(versionOf),
  ].join("\n");
}

function versionOf(command: string): string {
  const [program = "", ...args] = command.split(" ");
  const { stdout, status } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) return `${program} is not there`;
  return stdout.split("\n").find((line) => /\d\.\d/.test(line)) ?? program;
}
