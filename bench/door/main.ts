import { parseArgs } from "node:util";
import { runSignIns } from "./run-sign-ins.ts";

try {
  const { values } = parseArgs({ options: { rounds: { type: "string", default: "25" } } });
  const rounds = Number(values.rounds);
  if (!(Number.isInteger(rounds) && rounds > 0)) throw new Error(`--rounds ${values.rounds} is no number of rounds.`);
  await runSignIns(rounds, (line) => console.log(line));
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
}
