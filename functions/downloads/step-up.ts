import type * as z from "zod/mini";
import { type StepUpDeps, stepUp } from "../domain/download/step-up.ts";
import { confirmationShape } from "../http/confirmation.ts";
import { signedIn } from "../http/handler.ts";
import { renderTicket } from "../http/representations/download.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { wishOf } from "./wish-of.ts";

/** `POST /api/v3/backups/{backupId}/tickets`: the one answer that ever holds the ticket; the session gets a new id. */
export const stepUpRoute = (deps: StepUpDeps) =>
  signedIn<z.infer<typeof confirmationShape>>({
    body: { shape: confirmationShape },
    async handle(call) {
      const { ticket, endsAt, sessionId } = await stepUp(deps, wishOf(call), call.input);
      return {
        status: 201,
        body: renderTicket(wishOf(call).backupId, ticket, endsAt),
        cookies: [sessionCookie(sessionId)],
      };
    },
  });
