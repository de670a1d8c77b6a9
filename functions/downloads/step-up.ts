import * as z from "zod";
import { type StepUpDeps, stepUp } from "../domain/download/step-up.ts";
import { signedIn } from "../http/handler.ts";
import { renderTicket } from "../http/representations.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { wishOf } from "./wish-of.ts";

const shape = z.strictObject({
  password: z.string().min(1).max(1024),
  code: z.string().max(16).optional(),
});

/** `POST /api/v3/backups/{backupId}/tickets`: the one answer that ever holds the ticket; the session gets a new id. */
export const stepUpRoute = (deps: StepUpDeps) =>
  signedIn<z.infer<typeof shape>>({
    body: { shape },
    async handle(call) {
      const { ticket, endsAt, sessionId } = await stepUp(deps, wishOf(call), call.input);
      return {
        status: 201,
        body: renderTicket(wishOf(call).backupId, ticket, endsAt),
        headers: { "set-cookie": sessionCookie(sessionId) },
      };
    },
  });
