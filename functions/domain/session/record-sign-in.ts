import type { AuditFact, AuditLog, Origin } from "../audit/audit-log.ts";
import type { FailureDetails } from "../failure.ts";
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
  deps: RecordSignInDeps,
  tenant: Tenant,
  user: User | undefined,
  origin: Origin,
): Promise<void> => deps.audit.record(signInFact(deps, tenant, user, origin));

/** `details`: why not, and whose name it was; never what was typed. */
export const signInFact = (
  { ids, clock }: RecordSignInDeps,
  tenant: Tenant,
  user: User | undefined,
  origin: Origin,
  details: FailureDetails = {},
): AuditFact => ({
  factId: ids.uuid(),
  tenantId: tenant.tenantId,
  at: clock.now(),
  what: user ? "session.started" : "session.refused",
  actor: user ? { kind: "user", userId: user.userId, login: user.login } : { kind: "anonymous" },
  origin,
  details,
});
