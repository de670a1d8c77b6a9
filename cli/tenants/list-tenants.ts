import type { Command } from "commander";
import { supportTenantsShape } from "../../functions/http/representations/support-tenant.ts";
import { allOf } from "../page.ts";
import { table } from "../print.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";

export const addListTenants = (tenants: Command, environment: Environment): Command =>
  tenants
    .command("list")
    .description("every tenant that is registered")
    .action(async (_options: unknown, command: Command) => {
      const { client, printer, ticket } = surroundingsOf(command, environment);
      const elements = await allOf(client, { path: [], query: ticket }, supportTenantsShape);
      printer.print(elements, () =>
        table(
          ["TENANT", "TITLE", "HOST", "BACKUPS"],
          elements.map(({ id, title, domainName, settings }) => [
            id,
            title,
            domainName,
            settings.backup_enabled ? `${settings.backup_daily_limit} a day` : "off",
          ]),
        ),
      );
    });
