import type { Command } from "commander";
import { supportTokensShape } from "../../functions/http/representations/support-token.ts";
import { allOf } from "../page.ts";
import { table } from "../print.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";

export const addListTokens = (tokens: Command, environment: Environment): Command =>
  tokens
    .command("list")
    .description("who holds a backup token, and from when on it is usable; never the token")
    .argument("<tenant>", "its id")
    .action(async (tenant: string, _options: unknown, command: Command) => {
      const { client, printer, ticket } = surroundingsOf(command, environment);
      const elements = await allOf(client, { path: [tenant, "backup_tokens"], query: ticket }, supportTokensShape);
      printer.print(elements, () =>
        table(
          ["USER", "LOGIN", "MADE", "USABLE FROM"],
          elements.map(({ holder, createdAt, usableFrom }) => [
            String(holder.id),
            holder.login,
            createdAt.slice(0, 19),
            usableFrom.slice(0, 19),
          ]),
        ),
      );
    });
