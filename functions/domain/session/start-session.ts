import type { Clock, Ids } from "../ports.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import type { Sessions } from "./session.ts";
import { hashSessionId, newSessionId } from "./session-id.ts";

export interface StartSessionDeps {
  readonly sessions: Sessions;
  readonly ids: Ids;
  readonly clock: Clock;
}

/** A session of somebody who has proven who they are. Returns its id, for the cookie alone. */
export const startSession = async (
  { ids, clock, sessions }: StartSessionDeps,
  tenant: Tenant,
  user: User,
): Promise<string> => {
  const sessionId = newSessionId(ids);
  const now = clock.now();
  await sessions.start({
    tenantId: tenant.tenantId,
    idHash: hashSessionId(sessionId),
    userId: user.userId,
    startedAt: now,
    lastSeenAt: now,
  });
  return sessionId;
};
