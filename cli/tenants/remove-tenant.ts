import type { Command } from "commander";
import * as z from "zod";
import { supportBackupShape } from "../../functions/http/representations/support-backup.ts";
import { backupText } from "../backups/backup-text.ts";
import { commandError } from "../command-error.ts";
import { EXIT } from "../exit-codes.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";

interface RemoveOptions {
  readonly reason?: string;
  readonly finish?: boolean;
}

export const addRemoveTenant = (tenants: Command, environment: Environment): Command =>
  tenants
    .command("remove")
    .description("let a tenant go: hand out its last backup, and 30 days later forget it (operator)")
    .argument("<tenant>", "its id")
    .argument("<backup>", "the last backup, ready")
    .option("--reason <text>", "one line; every administrator of the tenant reads it")
    .option("--finish", "the time is over: delete its backups and its registration")
    .addHelpText(
      "after",
      `
Every administrator is mailed to download the backup, or to take a code along that opens it for 30 days, when nobody can sign
in at the installation any more. --finish works after that; the bytes go when their locks end, the audit log stays.

Examples:
  coffer tenants remove acme 4dd2674b-1756-4fab-a03e-4d06c9ac8a73 --reason "The contract ends on 31 March"
  coffer tenants remove acme 4dd2674b-1756-4fab-a03e-4d06c9ac8a73 --finish`,
    )
    .action(async (tenant: string, backup: string, { reason, finish }: RemoveOptions, command: Command) => {
      if ((finish === true) === (reason !== undefined)) {
        throw commandError(EXIT.usage, "Give a --reason to begin, or --finish when the time is over.");
      }
      const { client, printer, ticket } = surroundingsOf(command, environment);
      if (finish === true) {
        await client.ask({ method: "DELETE", path: [tenant], query: { ...ticket, backupId: backup } }, z.undefined());
        printer.print({ tenant, removed: true }, () => `${tenant} is gone.`);
        return;
      }
      const body = { backupId: backup, reason: reason ?? "" };
      const question = { method: "POST", path: [tenant, "removals"], query: ticket, body } as const;
      const opened = await client.ask(question, supportBackupShape);
      printer.print(opened, () => backupText(opened));
    });
