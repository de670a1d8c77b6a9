import { CommanderError } from "commander";
import { isCommandError } from "./command-error.ts";
import { EXIT } from "./exit-codes.ts";
import { plain } from "./print.ts";
import { createProgram } from "./program.ts";

const environment = {
  variables: process.env,
  write: (text: string) => void process.stdout.write(text),
  writeError: (text: string) => void process.stderr.write(text),
};

// Whoever reads along has seen enough: `coffer … | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) =>
  process.exit(error.code === "EPIPE" ? 0 : EXIT.unexpected),
);

try {
  await createProgram(environment).parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Commander has said what is wrong with a command line itself. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (!isCommandError(error)) {
    console.error(error);
    return EXIT.unexpected;
  }
  console.error(`coffer: ${plain(error.message)}`);
  return error.exitCode;
}
