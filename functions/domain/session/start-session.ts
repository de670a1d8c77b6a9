import type { Clock, Ids } from "../ports.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { TenantUsers, User, UserFactors } from "../tenant/tenant-users.ts";
import { factorsMark } from "./factors-mark.ts";
import type { Sessions } from "./session.ts";
import { hashSessionId, newSessionId } from "./session-id.ts";

export interface StartSessionDeps {
  readonly sessions: Sessions;
  readonly users: TenantUsers;
  readonly ids: Ids;
  readonly clock: Clock;
}

/**
 * A session of somebody who has proven who they are; `proven` is what it was proven against, where that was read before.
 * Returns its id, for the cookie alone.
 */
export const startSession = async (
  { ids, clock, sessions, users }: StartSessionDeps,
  tenant: Tenant,
  user: User,
  proven?: UserFactors,
): Promise<string> => {
  const sessionId = newSessionId(ids);
  const now = clock.now();
  await sessions.start({
    tenantId: tenant.tenantId,
    idHash: hashSessionId(sessionId),
    signInId: ids.uuid(),
    userId: user.userId,
    factorsMark: factorsMark(proven ?? (await users.factors(tenant, user.userId))),
    startedAt: now,
    lastSeenAt: now,
  });
  return sessionId;
};
