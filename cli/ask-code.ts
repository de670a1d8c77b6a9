import { openSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { ReadStream, WriteStream } from "node:tty";
import { commandError } from "./command-error.ts";
import { EXIT } from "./exit-codes.ts";

/**
 * The code of a second factor that a profile names (`mfa_serial`): out of `COFFER_MFA_CODE`, else asked at the terminal
 * itself, since the standard input may be a file with logins.
 */
export async function askCode(serial: string, given: string | undefined): Promise<string> {
  if (given !== undefined && given !== "") return given;
  const descriptor = openTerminal(serial);
  const [input, output] = [new ReadStream(descriptor), new WriteStream(descriptor)];
  const terminal = createInterface({ input, output });
  try {
    return (await terminal.question(`Code of ${serial}: `)).trim();
  } finally {
    terminal.close();
    input.destroy();
  }
}

function openTerminal(serial: string): number {
  try {
    return openSync("/dev/tty", "r+");
  } catch (cause) {
    const hint = "take the role beforehand (aws configure export-credentials), or set COFFER_MFA_CODE";
    throw commandError(EXIT.refused, `${serial} wants a code, and there is no terminal to ask at: ${hint}.`, cause);
  }
}
