import type { Command } from "commander";
import { type Account, findAccount } from "./account.ts";
import { commandError } from "./command-error.ts";
import { EXIT } from "./exit-codes.ts";
import { type Printer, printer } from "./print.ts";
import { type StaffClient, staffClient } from "./staff-client.ts";

/** What every command is given, by options and environment. */
export interface Surroundings {
  readonly account: Account;
  readonly client: StaffClient;
  readonly printer: Printer;
  /** The ticket it is about, as it goes into each query. */
  readonly ticket: { readonly ticketNumber: string | undefined };
}

export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

interface GlobalOptions {
  readonly url?: string;
  readonly profile?: string;
  readonly region?: string;
  readonly ticket?: string;
  readonly json?: boolean;
}

export function surroundingsOf(command: Command, { variables, write }: Environment): Surroundings {
  const { url, profile, region, ticket, json } = command.optsWithGlobals<GlobalOptions>();
  const account = findAccount({ profile, region, code: variables["COFFER_MFA_CODE"] });
  return {
    account,
    client: staffClient(addressOf(url ?? variables["COFFER_URL"]), account),
    printer: printer(json === true, write),
    ticket: { ticketNumber: ticket ?? variables["COFFER_TICKET"] },
  };
}

/** Without TLS only to this machine itself. */
function addressOf(text: string | undefined): URL {
  if (text === undefined || text === "") {
    throw commandError(EXIT.usage, "Where is the service? Name it with --url or COFFER_URL.");
  }
  const url = URL.parse(text);
  const isLoopback = url !== null && /^(127\.0\.0\.1|\[::1\]|([\w-]+\.)*localhost)$/u.test(url.hostname);
  if (
    url === null ||
    url.pathname !== "/" ||
    !(url.protocol === "https:" || (url.protocol === "http:" && isLoopback))
  ) {
    throw commandError(EXIT.usage, `${text} is no address of the service: https://, and nothing after the host.`);
  }
  return url;
}
