import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { dumpProgram } from "../../functions/adapters/postgres/dump-program.ts";
import type { BenchWorld } from "../archive/bench-world.ts";
import { median } from "../report/median.ts";

export interface DumpFigures {
  /** How many times faster than pg_dump's own default a dump with zstd is, and how large beside it. */
  readonly timesFaster: number;
  readonly sizeRatio: number;
}

/** Undefined: the client is older than 16, or was built without zstd. */
export async function measureDump(world: BenchWorld, rounds: number): Promise<DumpFigures | undefined> {
  const program = dumpProgram(world.postgres.bin);
  const best = await program.compression(world.database.dumpUrl, AbortSignal.timeout(60_000));
  if (best !== "zstd:3") return undefined;
  const ways = { zstd: ["--compress=zstd:3"], usual: [] } as const;
  const times: Record<keyof typeof ways, number[]> = { zstd: [], usual: [] };
  const sizes = { zstd: 0, usual: 0 };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ["zstd", "usual"] as const) {
      const started = performance.now();
      sizes[name] = await dumpedBytes(world, ways[name]);
      times[name].push(performance.now() - started);
    }
  }
  return { timesFaster: median(times.usual) / median(times.zstd), sizeRatio: sizes.zstd / sizes.usual };
}

async function dumpedBytes({ postgres, database }: BenchWorld, options: readonly string[]): Promise<number> {
  const args = ["--format=custom", ...options, `--dbname=${database.dumpUrl}`];
  const child = spawn(join(postgres.bin, "pg_dump"), args, { stdio: ["ignore", "pipe", "inherit"] });
  let bytes = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
  });
  const [code]: unknown[] = await once(child, "close");
  if (code !== 0) throw new Error(`pg_dump ended with ${String(code)}.`);
  return bytes;
}
