import type { Sessions } from "../domain/session/session.ts";
import { signedIn } from "../http/handler.ts";
import { NO_SESSION_COOKIE } from "../http/session-cookie.ts";

/** `DELETE /api/v3/sessions/current`: ends the session on the server; the cookie goes with it. */
export const signOutRoute = (deps: { readonly sessions: Sessions }) =>
  signedIn({
    async handle({ tenant, caller }) {
      if (caller.via === "session") await deps.sessions.end(tenant.tenantId, caller.session.idHash);
      return { status: 204, cookies: [NO_SESSION_COOKIE] };
    },
  });
