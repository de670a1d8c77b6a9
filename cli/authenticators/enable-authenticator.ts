import type { Command } from "commander";
import * as z from "zod";
import { type Environment, surroundingsOf } from "../surroundings.ts";

interface EnableOptions {
  readonly reason: string;
}

export const addEnableAuthenticator = (authenticators: Command, environment: Environment): Command =>
  authenticators
    .command("re-enable")
    .description("take a user's password again (operator)")
    .argument("<tenant>", "its id")
    .argument("<user>", "their number, from: coffer authenticators list")
    .requiredOption("--reason <text>", "one line, for the audit log")
    .addHelpText(
      "after",
      `
Another administrator of the tenant can do the same; this is for tenants that have none. All of them are mailed.

Example:
  coffer authenticators re-enable acme 12 --reason "The only administrator; identity checked by call back"`,
    )
    .action(async (tenant: string, user: string, { reason }: EnableOptions, command: Command) => {
      const { client, printer, ticket } = surroundingsOf(command, environment);
      const path = [tenant, "disabled_passwords", user, "enablement"];
      await client.ask({ method: "POST", path, query: ticket, body: { reason } }, z.undefined());
      printer.print({ tenant, user: Number(user), enabled: true }, () => "The password is taken again.");
    });
