import type { Sessions } from "../domain/session/session.ts";
import { signedIn } from "../http/handler.ts";
import { renderOpenSessions } from "../http/representations/open-session.ts";
import { signedInOf } from "../http/signed-in-of.ts";

/** `GET /api/v3/sessions`: where one is signed in. */
export const listSessionsRoute = (deps: { readonly sessions: Sessions }) =>
  signedIn({
    async handle(call) {
      const { tenant, user, session } = signedInOf(call);
      const sessions = await deps.sessions.list(tenant.tenantId, user.userId);
      return { status: 200, body: renderOpenSessions(sessions, session) };
    },
  });
