import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

export interface DemoOptions {
  /** Where the data is kept. */
  readonly directory: string;
  readonly port: number;
  /** How much data a demo tenant has; 1 is some 80 MiB of attachments. */
  readonly size: number;
  readonly isOnce: boolean;
  readonly isFresh: boolean;
  readonly isVerbose: boolean;
  readonly isHelp: boolean;
}

export const usage = `npm start                     bring everything up, make a backup before your eyes, and stay
npm start -- --once           … and end after the backup, with an exit code
npm start -- --fresh          … dropping what earlier runs left
npm start -- --size 0.2       … with a fifth of the data (1: about 80 MiB of attachments for each tenant)
npm start -- --port 8080      … with the API on another port than 7070 (the mailbox takes the one after it)
npm start -- --directory DIR  … with its data elsewhere than in .coffer
npm start -- --verbose        … with the functions' output on the console`;

/** Throws a message that says what is wrong with the options. */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      directory: { type: "string", default: join(import.meta.dirname, "../../../.coffer") },
      port: { type: "string", default: "7070" },
      size: { type: "string", default: "1" },
      once: { type: "boolean", default: false },
      fresh: { type: "boolean", default: false },
      verbose: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const port = Number(values.port);
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_534)) throw new Error(`--port ${values.port} is no port.`);
  const size = Number(values.size);
  if (!(size > 0 && size <= 1000)) throw new Error(`--size ${values.size} is not a number above 0.`);
  return {
    directory: resolve(values.directory),
    port,
    size,
    isOnce: values.once,
    isFresh: values.fresh,
    isVerbose: values.verbose,
    isHelp: values.help,
  };
}
