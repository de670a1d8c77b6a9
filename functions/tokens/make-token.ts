import * as z from "zod";
import { type MakeTokenDeps, makeToken } from "../domain/token/make-token.ts";
import { signedIn } from "../http/handler.ts";
import { renderToken } from "../http/representations.ts";

const shape = z.strictObject({
  confirmation: z.enum(["create", "reset"]),
  password: z.string().min(1).max(1024),
  code: z.string().max(16).optional(),
});

/** `POST /api/v3/backup_tokens`: the one answer that ever holds the token. */
export const makeTokenRoute = (deps: MakeTokenDeps) =>
  signedIn<z.infer<typeof shape>>({
    body: { shape, failures: { confirmation: "confirmation-word" } },
    async handle({ tenant, caller, input, origin }) {
      const wish = { confirmation: input.confirmation, typed: input };
      const { token, record } = await makeToken(deps, tenant, caller.user, wish, origin);
      return { status: 201, body: { ...renderToken(record), token } };
    },
  });
