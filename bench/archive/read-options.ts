import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

export interface BenchOptions {
  /** 1: 0.94 GiB as a plain dump and 1.03 GiB of attachments. */
  readonly size: number;
  /** How many times as much the larger tenant has; 1: there is none. */
  readonly growth: number;
  readonly rounds: number;
  readonly seed: number;
  /** Entries of the inventory that is laid out. */
  readonly entries: number;
  /** Holds all data while it runs. */
  readonly directory: string;
  /** Times are not judged. */
  readonly isFast: boolean;
  readonly isHelp: boolean;
}

export const usage = `npm run bench                     the ways to a backup side by side; some minutes
npm run bench -- --size 1         … at the size of the design: 0.94 GiB of dump, 1.03 GiB of attachments (default 0.02)
npm run bench -- --growth 10      … and once more with so many times as much (1: not again)
npm run bench -- --rounds 5       … more often; medians are shown (default 3)
npm run bench -- --directory DIR  … with its data below DIR, e.g. /dev/shm, to leave the disk out of it
npm run bench -- --seed 2         … with other data
npm run bench -- --fast           a tenth, once, judging no time: whether the bench itself works`;

const fast = { size: "0.002", growth: "2", rounds: "1", entries: "20000" };
const usual = { size: "0.02", growth: "10", rounds: "3", entries: "1000000" };

/** Throws a message that says what is wrong with the options. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      size: { type: "string" },
      growth: { type: "string" },
      rounds: { type: "string" },
      seed: { type: "string", default: "1" },
      entries: { type: "string" },
      directory: { type: "string", default: tmpdir() },
      fast: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const defaults = values.fast ? fast : usual;
  const number = (name: keyof typeof defaults | "seed", min: number) => {
    const text = values[name] ?? (name === "seed" ? "1" : defaults[name]);
    const value = Number(text);
    if (!(value >= min && value <= 1e9)) throw new Error(`--${name} ${text} is no number of at least ${min}.`);
    return value;
  };
  return {
    size: number("size", 0.000_1),
    growth: number("growth", 1),
    rounds: Math.floor(number("rounds", 1)),
    seed: Math.floor(number("seed", 0)),
    entries: Math.floor(number("entries", 1)),
    directory: join(resolve(values.directory), `coffer-bench-${process.pid}`),
    isFast: values.fast,
    isHelp: values.help,
  };
}
