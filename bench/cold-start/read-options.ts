import { parseArgs } from "node:util";

export interface ColdStartOptions {
  /** Fresh processes of each build. */
  readonly rounds: number;
  /** Times are not judged. */
  readonly isFast: boolean;
  readonly isHelp: boolean;
}

export const usage = `npm run bench:cold                  every function's bundle in fresh processes, beside a naive build
npm run bench:cold -- --rounds 40   … more often; medians are shown (default 15)
npm run bench:cold -- --fast        once, judging no time: whether the bench itself works`;

export function readOptions(args: readonly string[]): ColdStartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: "string" },
      fast: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const rounds = Number(values.rounds ?? (values.fast ? 1 : 15));
  if (!(Number.isInteger(rounds) && rounds > 0)) throw new Error(`--rounds ${values.rounds} is no number of rounds.`);
  return { rounds, isFast: values.fast, isHelp: values.help };
}
