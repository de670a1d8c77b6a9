import type { Tenant } from "../tenant/tenant.ts";
import type { TenantUsers, UserFactors } from "../tenant/tenant-users.ts";
import type { Attempts } from "./attempts.ts";
import type { DisablePasswordDeps } from "./disable-password.ts";
import type { CodeCheck, PasswordCheck } from "./factor-checks.ts";

export interface FactorDeps extends DisablePasswordDeps {
  readonly users: TenantUsers;
  readonly attempts: Attempts;
  readonly passwords: PasswordCheck;
  readonly codes: CodeCheck;
}

/** What a person typed. */
export interface TypedFactors {
  readonly password: string;
  readonly code?: string | undefined;
}

/** What somebody has who can prove nothing: one who is not there. */
export const NO_FACTORS: UserFactors = { authenticators: [], uncheckable: [], isSingleSignOn: false };

/** Is a second factor active, but none that can be checked here? A password alone is not enough then. */
export const isBeyondUs = ({ authenticators, uncheckable }: UserFactors): boolean =>
  authenticators.length === 0 && uncheckable.length > 0;

/**
 * Do password and, where an authenticator is active, code prove that this is the user of these factors? What is required is
 * worked out from the user's state, never from what was sent. Exactly one password hash is computed, whoever is named and
 * whatever is missing, so that an unknown user takes as long as a known one. The caller has counted the attempt before.
 */
export const confirmFactors = async (
  deps: Pick<FactorDeps, "attempts" | "passwords" | "codes" | "clock">,
  tenant: Tenant,
  factors: UserFactors,
  typed: TypedFactors,
): Promise<boolean> => {
  const isPasswordRight = await deps.passwords.matches(typed.password, factors.password);
  if (!factors.password || !isPasswordRight || isBeyondUs(factors)) return false;
  return factors.authenticators.length === 0 || isCodeRight(deps, tenant, factors, typed.code);
};

/** Is it the code of one of these authenticators, and was it not used before? */
export async function isCodeRight(
  { attempts, codes, clock }: Pick<FactorDeps, "attempts" | "codes" | "clock">,
  tenant: Tenant,
  { authenticators }: Pick<UserFactors, "authenticators">,
  code: string | undefined,
): Promise<boolean> {
  if (code === undefined) return false;
  for (const { deviceId, secret } of authenticators) {
    const timeStep = codes.matchingStep(secret, code, clock.now());
    if (timeStep !== undefined) return attempts.burnCode(tenant.tenantId, deviceId, timeStep);
  }
  return false;
}
