import type { AuditFact, AuditLog } from "../audit/audit-log.ts";
import { keepRefusal } from "../audit/keep-refusal.ts";
import { type FailureDetails, isFailure } from "../failure.ts";
import type { Clock, Ids } from "../ports.ts";
import type { SignedIn } from "../session/step-up-session.ts";

/** Somebody who is signed in, read anew from the tenant's database, and the backup they want. */
export interface DownloadWish extends SignedIn {
  readonly backupId: string;
}

interface FactDeps {
  readonly audit: AuditLog;
  readonly ids: Ids;
  readonly clock: Clock;
}

/** Ids come from addresses, of any length: the beginning tells enough. */
const ID_CHARACTERS_MAX = 64;

/** What the audit log keeps of a step towards a download. */
export const wishFact = (
  { ids, clock }: Omit<FactDeps, "audit">,
  { tenant, user, backupId, origin }: DownloadWish,
  what: string,
  details: FailureDetails = {},
): AuditFact => ({
  factId: ids.uuid(),
  tenantId: tenant.tenantId,
  at: clock.now(),
  what,
  actor: { kind: "user", userId: user.userId, login: user.login },
  origin,
  details: { backupId: backupId.slice(0, ID_CHARACTERS_MAX), ...details },
});

/** Does `work`. If it is refused, the refusal is in the audit log before it is thrown on. */
export const recordingRefusal = async <Result>(
  deps: FactDeps,
  wish: DownloadWish,
  what: string,
  work: () => Promise<Result>,
): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (isFailure(error)) await keepRefusal(deps.audit, error, wishFact(deps, wish, what, { code: error.code }));
    throw error;
  }
};
