import { readOptions, usage } from "./demo/read-options.ts";
import { type RunningDemo, runDemo } from "./demo/run-demo.ts";

let running: RunningDemo | undefined;
let isEnding = false;

/** The first signal ends things in order; until everything is up, and at the second, `exit` listeners kill what runs. */
function end(code: number): void {
  if (isEnding || running === undefined) process.exit(code);
  isEnding = true;
  running.close().then(
    () => process.exit(code),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => end(signal === "SIGINT" ? 0 : 143));

try {
  const options = readOptions(process.argv.slice(2));
  if (options.isHelp) {
    console.log(usage);
    process.exit(0);
  }
  running = await runDemo(options);
  if (options.isOnce) end(running.isGood ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
