import type { Command } from "commander";
import { staffPasswordsShape } from "../../functions/http/representations/support-token.ts";
import { allOf } from "../page.ts";
import { table } from "../print.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";

export const addListAuthenticators = (authenticators: Command, environment: Environment): Command =>
  authenticators
    .command("list")
    .description("whose password is not taken any more, after too many wrong ones in a row")
    .argument("<tenant>", "its id")
    .action(async (tenant: string, _options: unknown, command: Command) => {
      const { client, printer, ticket } = surroundingsOf(command, environment);
      const question = { path: [tenant, "disabled_passwords"], query: ticket };
      const elements = await allOf(client, question, staffPasswordsShape);
      printer.print(elements, () =>
        table(
          ["USER", "LOGIN", "DISABLED"],
          elements.map(({ user, disabledAt }) => [String(user.id), user.login, disabledAt.slice(0, 19)]),
        ),
      );
    });
