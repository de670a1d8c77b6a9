import * as z from "zod/mini";
import { type StepUpDeps, stepUp } from "../domain/download/step-up.ts";
import { confirmationOf, confirmationOrWaitMembers } from "../http/confirmation.ts";
import { signedIn } from "../http/handler.ts";
import { renderTicket } from "../http/representations/download.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { wishOf } from "./wish-of.ts";

export const ticketRequestShape = z.strictObject(confirmationOrWaitMembers);

/** `POST /api/v3/backups/{backupId}/tickets`: the one answer that ever holds the ticket; the session gets a new id. */
export const stepUpRoute = (deps: StepUpDeps) =>
  signedIn<z.infer<typeof ticketRequestShape>>({
    body: { shape: ticketRequestShape },
    async handle(call) {
      const { ticket, endsAt, sessionId } = await stepUp(deps, wishOf(call), confirmationOf(call));
      return {
        status: 201,
        body: renderTicket(wishOf(call).backupId, ticket, endsAt),
        cookies: [sessionCookie(sessionId)],
      };
    },
  });
