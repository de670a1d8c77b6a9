import type { Command } from "commander";
import { waitEndShape } from "../../functions/http/representations/support-token.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";

interface AllowOptions {
  readonly reason: string;
}

export const addAllowTokenNow = (tokens: Command, environment: Environment): Command =>
  tokens
    .command("allow-now")
    .description("end the waiting period of a user's backup token (operator)")
    .argument("<tenant>", "its id")
    .argument("<user>", "the holder's number, from: coffer tokens list")
    .requiredOption("--reason <text>", "one line; the holder and every administrator read it")
    .addHelpText(
      "after",
      `
The wait gives a tenant's people time to stop somebody who found an open screen: end it when you know who is asking.

Example:
  coffer tokens allow-now acme 12 --reason "Ada called from the number on file"`,
    )
    .action(async (tenant: string, user: string, { reason }: AllowOptions, command: Command) => {
      const { client, printer, ticket } = surroundingsOf(command, environment);
      const path = [tenant, "backup_tokens", user, "wait_end"];
      const end = await client.ask({ method: "POST", path, query: ticket, body: { reason } }, waitEndShape);
      printer.print(end, () => (end.ended ? "The token is usable now." : "The token was usable already."));
    });
