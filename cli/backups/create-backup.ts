import type { Command } from "commander";
import { supportBackupShape } from "../../functions/http/representations/support-backup.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";
import { backupText } from "./backup-text.ts";

interface CreateOptions {
  readonly attachments: boolean;
}

export const addCreateBackup = (backups: Command, environment: Environment): Command =>
  backups
    .command("create")
    .description("make a backup on a tenant's behalf (support)")
    .argument("<tenant>", "its id")
    .option("--no-attachments", "leave attachments out")
    .addHelpText(
      "after",
      `
It takes the tenant's slot like any other, and is not counted against the day's limit. The tenant's administrators are
mailed when it is ready, and they alone can download it.

Example:
  coffer backups create acme --ticket SUP-2107`,
    )
    .action(async (tenant: string, { attachments }: CreateOptions, command: Command) => {
      const { client, printer, ticket } = surroundingsOf(command, environment);
      const question = { method: "POST", path: [tenant, "backups"], query: ticket, body: { attachments } } as const;
      const made = await client.ask(question, supportBackupShape);
      printer.print(made, () => backupText(made));
    });
