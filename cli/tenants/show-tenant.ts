import type { Command } from "commander";
import { shownTenantShape } from "../../functions/http/representations/support-tenant.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";
import { tenantText } from "./tenant-text.ts";

export const addShowTenant = (tenants: Command, environment: Environment): Command =>
  tenants
    .command("show")
    .description("one tenant and its settings")
    .argument("<tenant>", "its id")
    .action(async (tenant: string, _options: unknown, command: Command) => {
      const { client, printer, ticket } = surroundingsOf(command, environment);
      const found = await client.ask({ method: "GET", path: [tenant], query: ticket }, shownTenantShape);
      printer.print(found, () => tenantText(found));
    });
