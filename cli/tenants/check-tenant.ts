import type { Command } from "commander";
import { tenantCheckShape } from "../../functions/http/representations/tenant-check.ts";
import { commandError } from "../command-error.ts";
import { EXIT } from "../exit-codes.ts";
import { table } from "../print.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";

export const addCheckTenant = (tenants: Command, environment: Environment): Command =>
  tenants
    .command("check")
    .description("connect to the tenant's databases and bucket, and name what is missing")
    .argument("<tenant>", "its id")
    .addHelpText("after", "\nEnds with 7 when something is missing.")
    .action(async (tenant: string, _options: unknown, command: Command) => {
      const { client, printer, ticket } = surroundingsOf(command, environment);
      const check = await client.ask({ method: "POST", path: [tenant, "checks"], query: ticket }, tenantCheckShape);
      printer.print(check, () =>
        table(
          ["", "WHAT", "MISSING", "NOTE"],
          check.findings.map(({ what, good, missing, note }) => [
            good ? "good" : "BAD",
            what,
            missing.join(", "),
            note ?? "",
          ]),
        ),
      );
      if (!check.good) throw commandError(EXIT.incomplete, `${tenant} lacks something that backups need.`);
    });
