import type { Command } from "commander";
import { supportBackupShape } from "../../functions/http/representations/support-backup.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";
import { backupText } from "./backup-text.ts";

export const addShowBackup = (backups: Command, environment: Environment): Command =>
  backups
    .command("show")
    .description("one backup: what became of it, and whether it is handed out")
    .argument("<tenant>", "its id")
    .argument("<backup>", "its id")
    .action(async (tenant: string, backup: string, _options: unknown, command: Command) => {
      const { client, printer, ticket } = surroundingsOf(command, environment);
      const question = { method: "GET", path: [tenant, "backups", backup], query: ticket } as const;
      const found = await client.ask(question, supportBackupShape);
      printer.print(found, () => backupText(found));
    });
