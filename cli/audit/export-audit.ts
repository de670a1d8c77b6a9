import type { Command } from "commander";
import { chainRowsShape } from "../../functions/http/representations/audit-chain.ts";
import { eachOf } from "../page.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";

export const addExportAudit = (audit: Command, environment: Environment): Command =>
  audit
    .command("export")
    .description("print a tenant's audit log, one row a line")
    .argument("<tenant>", "its id; - for what the staff did to no tenant in particular")
    .addHelpText(
      "after",
      `
Each line is JSON with position, previousHash, hash and text; the text is the fact. Kept somewhere else, the lines prove
later that nothing was changed: coffer audit verify --export.

Example:
  coffer audit export acme > acme-audit.ndjson`,
    )
    .action(async (tenant: string, _options: unknown, command: Command) => {
      const { client, ticket } = surroundingsOf(command, environment);
      for await (const row of eachOf(client, { path: [tenant, "audit"], query: ticket }, chainRowsShape)) {
        environment.write(`${JSON.stringify(row)}\n`);
      }
    });
