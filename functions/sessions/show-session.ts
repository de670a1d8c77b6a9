import type { Clock } from "../domain/ports.ts";
import { confirmationWay } from "../domain/session/confirmation-way.ts";
import type { TenantUsers } from "../domain/tenant/tenant-users.ts";
import { signedIn } from "../http/handler.ts";
import { renderSession } from "../http/representations/session.ts";
import { signedInOf } from "../http/signed-in-of.ts";

/** `GET /api/v3/sessions/current`: who is signed in, until when at the longest, and how they confirm things. */
export const showSessionRoute = (deps: { readonly users: TenantUsers; readonly clock: Clock }) =>
  signedIn({
    async handle(call) {
      const { tenant, user, session } = signedInOf(call);
      const way = confirmationWay(tenant, await deps.users.factors(tenant, user.userId), deps.clock.now());
      return { status: 200, body: renderSession(tenant, user, session.startedAt, way) };
    },
  });
