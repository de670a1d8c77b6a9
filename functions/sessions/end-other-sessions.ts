import type * as z from "zod/mini";
import { type EndSessionDeps, endOtherSessions } from "../domain/session/end-sessions.ts";
import type { StepUpSessionDeps } from "../domain/session/step-up-session.ts";
import { confirmationOf, confirmationShape } from "../http/confirmation.ts";
import { signedIn } from "../http/handler.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { signedInOf } from "../http/signed-in-of.ts";

/** `DELETE /api/v3/sessions`: ends every session of one's own but this one, which goes on under a new id. */
export const endOtherSessionsRoute = (deps: EndSessionDeps & StepUpSessionDeps) =>
  signedIn<z.infer<typeof confirmationShape>>({
    body: { shape: confirmationShape },
    async handle(call) {
      const sessionId = await endOtherSessions(deps, signedInOf(call), confirmationOf(call));
      return { status: 204, cookies: [sessionCookie(sessionId)] };
    },
  });
