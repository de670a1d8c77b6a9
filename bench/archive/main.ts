import { readOptions, usage } from "./read-options.ts";
import { runBench } from "./run-bench.ts";

// Ended early, it leaves nothing behind either: listeners of `exit` stop the servers and remove the data.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));

try {
  const options = readOptions(process.argv.slice(2));
  if (options.isHelp) console.log(usage);
  else await runBench(options, (line) => console.log(line));
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
}
