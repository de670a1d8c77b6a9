import * as z from "zod/mini";
import { type MakeTokenDeps, makeToken } from "../domain/token/make-token.ts";
import { confirmationOf, confirmationOrWaitMembers } from "../http/confirmation.ts";
import { signedIn } from "../http/handler.ts";
import { renderMadeToken } from "../http/representations/backup-token.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { signedInOf } from "../http/signed-in-of.ts";

export const tokenRequestShape = z.strictObject({
  confirmation: z.enum(["create", "reset"]),
  ...confirmationOrWaitMembers,
});

/** `POST /api/v3/backup_tokens`: the one answer that ever holds the token. */
export const makeTokenRoute = (deps: MakeTokenDeps) =>
  signedIn<z.infer<typeof tokenRequestShape>>({
    body: { shape: tokenRequestShape, failures: { confirmation: "confirmation-word" } },
    async handle(call) {
      const wish = { confirmation: call.input.confirmation, typed: confirmationOf(call) };
      const { token, record, sessionId } = await makeToken(deps, signedInOf(call), wish);
      return {
        status: 201,
        body: renderMadeToken(record, token),
        cookies: sessionId === undefined ? [] : [sessionCookie(sessionId)],
      };
    },
  });
