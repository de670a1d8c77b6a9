import type * as z from "zod/mini";
import { enablePassword } from "../domain/session/enable-password.ts";
import type { StepUpSessionDeps } from "../domain/session/step-up-session.ts";
import { confirmationOf, confirmationShape } from "../http/confirmation.ts";
import { signedIn } from "../http/handler.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { signedInOf } from "../http/signed-in-of.ts";
import { userIdOf } from "../http/user-id-of.ts";

/** `DELETE /api/v3/disabled_passwords/{userId}`: an administrator enables another's password again. */
export const enablePasswordRoute = (deps: StepUpSessionDeps) =>
  signedIn<z.infer<typeof confirmationShape>>({
    body: { shape: confirmationShape },
    async handle(call) {
      const sessionId = await enablePassword(deps, signedInOf(call), userIdOf(call.path), confirmationOf(call));
      return { status: 204, cookies: [sessionCookie(sessionId)] };
    },
  });
