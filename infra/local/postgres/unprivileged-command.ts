import { existsSync } from "node:fs";
import type { ServerAccount } from "./server-account.ts";

const setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path));

/**
 * A command line that runs `program` without root's rights. Where `setpriv` is there (Linux), the kernel also sends
 * the program an interrupt when the process that started it dies, by SIGKILL too: PostgreSQL then shuts down by itself.
 * Elsewhere (macOS) a server outlives a killed parent, and the next start says so.
 */
export function unprivilegedCommand(
  account: ServerAccount | undefined,
  program: string,
  args: readonly string[],
): { readonly program: string; readonly args: readonly string[] } {
  if (setpriv === undefined) {
    if (account !== undefined)
      throw new Error("Running as root needs setpriv (Debian: apt-get install -y util-linux).");
    return { program, args };
  }
  const identity =
    account === undefined ? [] : ["--reuid", `${account.uid}`, "--regid", `${account.gid}`, "--clear-groups"];
  return { program: setpriv, args: [...identity, "--pdeathsig", "SIGINT", "--", program, ...args] };
}
