import { Failure } from "../failure.ts";
import type { Clock } from "../ports.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { TenantUsers, User, UserFactors } from "../tenant/tenant-users.ts";
import type { Attempts } from "./attempts.ts";
import type { CodeCheck, PasswordCheck } from "./factor-checks.ts";

export interface FactorDeps {
  readonly users: TenantUsers;
  readonly attempts: Attempts;
  readonly passwords: PasswordCheck;
  readonly codes: CodeCheck;
  readonly clock: Clock;
}

/** What a person typed. */
export interface TypedFactors {
  readonly password: string;
  readonly code?: string | undefined;
}

/**
 * Do password and, where an authenticator is active, code prove that this is the user? What is required is worked out
 * from the user's state, never from what was sent. Exactly one password hash is computed, whoever is named, so that an
 * unknown user takes as long as a known one. The caller has counted the attempt before.
 * Throws `factor-not-checkable` once the password is right but the second factor is of a kind not known here.
 */
export const confirmFactors = async (
  deps: FactorDeps,
  tenant: Tenant,
  user: User | undefined,
  typed: TypedFactors,
): Promise<boolean> => {
  const factors = user && (await deps.users.factors(tenant, user.userId));
  const isPasswordRight = await deps.passwords.matches(typed.password, factors?.password);
  if (!factors?.password || !isPasswordRight) return false;
  if (factors.authenticators.length > 0) return isCodeRight(deps, tenant, factors, typed.code);
  if (factors.uncheckable.length > 0) throw new Failure("factor-not-checkable", { factors: factors.uncheckable });
  return true;
};

async function isCodeRight(
  { attempts, codes, clock }: FactorDeps,
  tenant: Tenant,
  { authenticators }: UserFactors,
  code: string | undefined,
): Promise<boolean> {
  if (code === undefined) return false;
  for (const { deviceId, secret } of authenticators) {
    const timeStep = codes.matchingStep(secret, code, clock.now());
    if (timeStep !== undefined) return attempts.burnCode(tenant.tenantId, deviceId, timeStep);
  }
  return false;
}
