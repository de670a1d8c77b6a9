import type { ExitCode } from "./exit-codes.ts";

/** What ends a command: a sentence for a person, and the exit code for a script. */
export interface CommandError extends Error {
  readonly exitCode: ExitCode;
}

export const commandError = (exitCode: ExitCode, message: string, cause?: unknown): CommandError =>
  Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { exitCode });

export const isCommandError = (error: unknown): error is CommandError => error instanceof Error && "exitCode" in error;
