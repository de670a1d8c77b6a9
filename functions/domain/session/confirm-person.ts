import { Failure } from "../failure.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import { CONFIRM_PER_USER } from "./attempts.ts";
import { confirmFactors, type FactorDeps, isBeyondUs, type TypedFactors } from "./confirm-factors.ts";
import { countAttempt } from "./count-attempt.ts";

/**
 * Somebody who is signed in proves once more who they are. All such proofs of a user are counted together, before
 * anything is looked at: it is one password that is guessed, wherever it is typed.
 * Throws `too-many-attempts`, `confirmation-refused`, and `no-password` or `factor-not-checkable`, whatever was typed, for
 * users who cannot prove themselves here.
 */
export const confirmPerson = async (
  deps: FactorDeps,
  tenant: Tenant,
  user: User,
  typed: TypedFactors,
): Promise<void> => {
  const subject = { tenantId: tenant.tenantId, kind: "confirm", subject: String(user.userId) } as const;
  await countAttempt(deps.attempts, subject, CONFIRM_PER_USER);
  const factors = await deps.users.factors(tenant, user.userId);
  if (factors.password && isBeyondUs(factors)) {
    throw new Failure("factor-not-checkable", { factors: factors.uncheckable });
  }
  if (!(await confirmFactors(deps, tenant, factors, typed))) {
    throw new Failure(factors.password ? "confirmation-refused" : "no-password");
  }
  await deps.attempts.giveBack(subject);
};
