import type { Command } from "commander";
import { supportTenantShape } from "../../functions/http/representations/support-tenant.ts";
import { commandError } from "../command-error.ts";
import { EXIT } from "../exit-codes.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";
import { addSettingOptions, type SettingOptions, settingsOf } from "./setting-options.ts";
import { tenantText } from "./tenant-text.ts";

export const addSetTenant = (tenants: Command, environment: Environment): Command =>
  addSettingOptions(
    tenants
      .command("set")
      .description("change the operator's settings that are named, and nothing else (operator)")
      .argument("<tenant>", "its id"),
  )
    .addHelpText(
      "after",
      `
Examples:
  coffer tenants set acme --daily-limit 5
  coffer tenants set acme --waiting-period 48 --support-mail help@hosting.example
  coffer tenants set acme --backup-enabled off`,
    )
    .action(async (tenant: string, options: SettingOptions, command: Command) => {
      const body = settingsOf(options);
      if (Object.keys(body).length === 0) throw commandError(EXIT.usage, "Name at least one setting; see --help.");
      const { client, printer, ticket } = surroundingsOf(command, environment);
      const changed = await client.ask({ method: "PATCH", path: [tenant], query: ticket, body }, supportTenantShape);
      printer.print(changed, () => tenantText(changed));
    });
