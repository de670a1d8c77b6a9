import { rmSync } from "node:fs";
import { join } from "node:path";
import { measureLayout } from "../engine/lay-out-many.ts";
import { measurePartWriter } from "../engine/part-writer.ts";
import { describeMachine } from "../report/describe-machine.ts";
import { type BenchWorld, openWorld } from "./bench-world.ts";
import { judge } from "./goals.ts";
import type { BenchOptions } from "./read-options.ts";
import { renderCosts } from "./render-costs.ts";
import { renderWays } from "./render-ways.ts";
import { runWays, type WayRuns } from "./run-ways.ts";

/** All ways at one size. */
export interface SizeRuns {
  readonly attachments: { readonly count: number; readonly bytes: number };
  readonly ways: readonly WayRuns[];
}

/** Runs everything and prints what it finds. What cannot be measured on this machine is said, never left out. */
export async function runBench(options: BenchOptions, print: (text: string) => void): Promise<readonly SizeRuns[]> {
  const { size, growth, rounds, entries, isFast } = options;
  print(describeMachine());
  const sizes = growth === 1 ? [size] : [size, size * growth];
  const all: SizeRuns[] = [];
  for (const each of sizes) all.push(await runSize(options, each, print));
  for (const [index, runs] of all.entries()) {
    const { count, bytes } = runs.attachments;
    print(`\n## ${index === 0 ? "1 ×" : `${growth} ×`}: ${count} attachments, ${mebibytes(bytes)} MiB\n`);
    print(renderWays(runs.ways));
    print(`\n${renderCosts(runs)}`);
  }
  const partWriter = await measurePartWriter(isFast ? 1024 ** 2 : 64 * 1024 ** 2, isFast ? 1 : 7);
  const layout = await measureLayout(entries);
  print("\n## Goals\n");
  print(judge({ sizes: all, partWriter, layout, isJudged: !isFast, rounds }));
  return all;
}

async function runSize(
  { directory, seed, rounds }: BenchOptions,
  size: number,
  print: (text: string) => void,
): Promise<SizeRuns> {
  const opened = await openWorld(join(directory, "world"), size, seed);
  try {
    print(`\n${opened.world.attachments.count} attachments are there, and a database.`);
    return { attachments: facts(opened.world), ways: await runWays(opened.world, rounds, print) };
  } finally {
    await opened.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

const facts = ({ attachments: { count, bytes } }: BenchWorld) => ({ count, bytes });

const mebibytes = (bytes: number): string => (bytes / 1024 ** 2).toFixed(0);
