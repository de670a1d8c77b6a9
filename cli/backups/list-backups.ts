import type { Command } from "commander";
import { supportBackupsShape } from "../../functions/http/representations/support-backup.ts";
import { allOf } from "../page.ts";
import { table } from "../print.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";
import { sizeText } from "./backup-text.ts";

export const addListBackups = (backups: Command, environment: Environment): Command =>
  backups
    .command("list")
    .description("all backups of a tenant, newest first; deleted ones too")
    .argument("<tenant>", "its id")
    .action(async (tenant: string, _options: unknown, command: Command) => {
      const { client, printer, ticket } = surroundingsOf(command, environment);
      const elements = await allOf(client, { path: [tenant, "backups"], query: ticket }, supportBackupsShape);
      printer.print(elements, () =>
        table(
          ["BACKUP", "STATE", "REQUESTED", "BY", "SIZE", "LABEL"],
          elements.map(({ id, state, createdAt, requester, askedByStaff, size, label }) => [
            id,
            state,
            createdAt.slice(0, 19),
            askedByStaff === null ? requester.login : `${askedByStaff} (support)`,
            sizeText(size),
            label ?? "",
          ]),
        ),
      );
    });
