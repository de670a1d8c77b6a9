import type { Command } from "commander";
import { supportBackupShape } from "../../functions/http/representations/support-backup.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";
import { backupText } from "./backup-text.ts";

export const addHandOutBackup = (backups: Command, environment: Environment): Command =>
  backups
    .command("hand-out")
    .description("open a backup to its tenant's administrators (support)")
    .argument("<tenant>", "its id")
    .argument("<backup>", "its id: any past one, a deleted one too while its bytes are kept")
    .addHelpText(
      "after",
      `
Every administrator of the tenant is mailed the address and the ticket. Who downloads signs in and confirms with password
and code as always; you get no link, and no bytes. It closes after 7 days, or when the bytes of a deleted backup may go.

Example:
  coffer backups hand-out acme 4dd2674b-1756-4fab-a03e-4d06c9ac8a73 --ticket SUP-2107`,
    )
    .action(async (tenant: string, backup: string, _options: unknown, command: Command) => {
      const { client, printer, ticket } = surroundingsOf(command, environment);
      const question = { method: "POST", path: [tenant, "backups", backup, "hand_outs"], query: ticket } as const;
      const opened = await client.ask(question, supportBackupShape);
      printer.print(opened, () => backupText(opened));
    });
