import type { AttachmentFacts } from "../data/attachments.ts";
import { type DumpFigures, measureDump } from "../engine/dump-compression.ts";
import { measureLayout } from "../engine/lay-out-many.ts";
import { measurePartWriter } from "../engine/part-writer.ts";
import { describeMachine } from "../report/describe-machine.ts";
import { openWorld } from "./bench-world.ts";
import { judge } from "./goals.ts";
import type { BenchOptions } from "./read-options.ts";
import { renderCosts } from "./render-costs.ts";
import { renderModel } from "./render-model.ts";
import { renderWays } from "./render-ways.ts";
import { runWays, type WayRuns } from "./run-ways.ts";

/** All ways at one size. */
export interface SizeRuns {
  readonly attachments: AttachmentFacts;
  readonly ways: readonly WayRuns[];
  /** Absent where the client knows no zstd. */
  readonly dump: DumpFigures | undefined;
}

/** Runs everything and prints what it finds. What cannot be measured on this machine is said, never left out. */
export async function runBench(options: BenchOptions, print: (text: string) => void): Promise<readonly SizeRuns[]> {
  const { size, growth, entries, isFast } = options;
  print(describeMachine());
  const sizes = growth === 1 ? [size] : [size, size * growth];
  const all: SizeRuns[] = [];
  for (const [index, each] of sizes.entries()) {
    const runs = await runSize(options, each, print);
    all.push(runs);
    const { attachments, attachmentBytes } = runs.attachments;
    print(`\n## ${index === 0 ? 1 : growth} ×: ${attachments} attachments, ${mebibytes(attachmentBytes)} MiB\n`);
    print(renderWays(runs.ways));
    print(`\n${renderCosts(runs)}`);
  }
  print(`\n## The model of requests\n\n${renderModel(all)}`);
  const partWriter = await measurePartWriter(isFast ? 3 : 31);
  const layout = await measureLayout(entries);
  print("\n## Goals\n");
  print(judge({ sizes: all, partWriter, layout, isJudged: !isFast }));
  return all;
}

async function runSize(
  { directory, seed, rounds }: BenchOptions,
  size: number,
  print: (text: string) => void,
): Promise<SizeRuns> {
  const opened = await openWorld(directory, size, seed);
  try {
    print(`\n${opened.world.attachments.facts.attachments} attachments are there, and a database.`);
    const ways = await runWays(opened.world, rounds, print);
    return { attachments: opened.world.attachments.facts, ways, dump: await measureDump(opened.world, rounds) };
  } finally {
    await opened.close();
  }
}

const mebibytes = (bytes: number): string => (bytes / 1024 ** 2).toFixed(0);
