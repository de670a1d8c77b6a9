import { readOptions, usage } from "./read-options.ts";
import { runColdStart } from "./run-cold-start.ts";

try {
  const options = readOptions(process.argv.slice(2));
  if (options.isHelp) console.log(usage);
  else await runColdStart(options, (line) => console.log(line));
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
}
