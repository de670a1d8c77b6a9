import * as z from "zod/mini";
import { type MakeTokenDeps, makeToken } from "../domain/token/make-token.ts";
import { typedFactors } from "../http/confirmation.ts";
import { signedIn } from "../http/handler.ts";
import { renderMadeToken } from "../http/representations/backup-token.ts";

export const tokenRequestShape = z.strictObject({
  confirmation: z.enum(["create", "reset"]),
  ...typedFactors,
});

/** `POST /api/v3/backup_tokens`: the one answer that ever holds the token. */
export const makeTokenRoute = (deps: MakeTokenDeps) =>
  signedIn<z.infer<typeof tokenRequestShape>>({
    body: { shape: tokenRequestShape, failures: { confirmation: "confirmation-word" } },
    async handle({ tenant, caller, input, origin }) {
      const wish = { confirmation: input.confirmation, typed: input };
      const { token, record } = await makeToken(deps, tenant, caller.user, wish, origin);
      return { status: 201, body: renderMadeToken(record, token) };
    },
  });
