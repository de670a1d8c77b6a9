import type { Clock, Ids } from "../../functions/domain/ports.ts";
import type { Sessions } from "../../functions/domain/session/session.ts";
import { hashSessionId } from "../../functions/domain/session/session-id.ts";
import { startSession } from "../../functions/domain/session/start-session.ts";
import type { SignedIn } from "../../functions/domain/session/step-up-session.ts";
import type { TenantUsers, User } from "../../functions/domain/tenant/tenant-users.ts";
import { aTenant } from "./a-tenant.ts";

interface SignedInDeps {
  readonly sessions: Sessions;
  readonly users: TenantUsers;
  readonly ids: Ids;
  readonly clock: Clock;
}

/** `user`, signed in a moment ago without having typed anything. */
export async function signedIn(deps: SignedInDeps, user: User, tenant = aTenant()): Promise<SignedIn> {
  const idHash = hashSessionId(await startSession(deps, tenant, user));
  const session = await deps.sessions.find(tenant.tenantId, idHash);
  if (!session) throw new Error("the session that was started is not there");
  return { tenant, user, session, origin: { address: "192.0.2.1", requestId: "r1" } };
}
