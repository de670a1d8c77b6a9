import { type EndSessionDeps, endSession } from "../domain/session/end-sessions.ts";
import { signedIn } from "../http/handler.ts";
import { NO_SESSION_COOKIE } from "../http/session-cookie.ts";
import { signedInOf } from "../http/signed-in-of.ts";

/** `DELETE /api/v3/sessions/current`: ends the session on the server; the cookie goes with it. */
export const signOutRoute = (deps: EndSessionDeps) =>
  signedIn({
    async handle(call) {
      await endSession(deps, signedInOf(call));
      return { status: 204, cookies: [NO_SESSION_COOKIE] };
    },
  });
