import type { Command } from "commander";
import { type SupportTenant, supportTenantsShape } from "../../functions/http/representations/support-tenant.ts";
import { table } from "../print.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";

export const addListTenants = (tenants: Command, environment: Environment): Command =>
  tenants
    .command("list")
    .description("every tenant that is registered")
    .action(async (_options: unknown, command: Command) => {
      const { client, printer, ticket } = surroundingsOf(command, environment);
      const elements: SupportTenant[] = [];
      let cursor: string | undefined;
      do {
        const question = { method: "GET", path: ["tenants"], query: { ...ticket, cursor } } as const;
        const page = await client.ask(question, supportTenantsShape);
        elements.push(...page._embedded.elements);
        const next = page._links.nextByCursor?.href;
        cursor =
          next === undefined ? undefined : (new URL(next, "http://unused").searchParams.get("cursor") ?? undefined);
      } while (cursor !== undefined);
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
