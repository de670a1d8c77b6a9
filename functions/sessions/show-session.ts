import { signedIn } from "../http/handler.ts";
import { renderSession } from "../http/representations/session.ts";

/** `GET /api/v3/sessions/current`: who is signed in, and until when at the longest. */
export const showSessionRoute = () =>
  signedIn({
    async handle({ tenant, caller }) {
      const startedAt = caller.via === "session" ? caller.session.startedAt : 0;
      return { status: 200, body: renderSession(tenant, caller.user, startedAt) };
    },
  });
