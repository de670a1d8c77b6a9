import type { AuditLog, Origin } from "../audit/audit-log.ts";
import type { Clock, Ids } from "../ports.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";

export interface RecordSignInDeps {
  readonly audit: AuditLog;
  readonly ids: Ids;
  readonly clock: Clock;
}

/** Who was let in, or, without a user, that somebody was not. */
export const recordSignIn = (
  { audit, ids, clock }: RecordSignInDeps,
  tenant: Tenant,
  user: User | undefined,
  origin: Origin,
): Promise<void> =>
  audit.record({
    factId: ids.uuid(),
    tenantId: tenant.tenantId,
    at: clock.now(),
    what: user ? "session.started" : "session.refused",
    actor: user ? { kind: "user", userId: user.userId, login: user.login } : { kind: "anonymous" },
    origin,
    details: {},
  });
