import type { Tenant } from "../tenant/tenant.ts";
import type { UserFactors } from "../tenant/tenant-users.ts";
import { isBeyondUs } from "./confirm-factors.ts";

/**
 * How a user proves themselves once more: by password (and code, where there is one), anew at the identity provider, by code
 * alone; `wait`: by nothing that can be checked here, so that what they want comes a day later, and others can stop it;
 * `none`: not at all (LDAP).
 */
export type ConfirmationWay = "password" | "provider" | "code" | "wait" | "none";

/** An authenticator counts by itself once it is older than this: whoever took over a session may have set it up. */
export const SETTLED_MS = 24 * 3_600_000;

export const confirmationWay = ({ signOn }: Tenant, factors: UserFactors, now: number): ConfirmationWay => {
  const isLinked = factors.isSingleSignOn && signOn !== undefined;
  if (factors.password && !isBeyondUs(factors)) return "password";
  if (isLinked && signOn.canStepUp) return "provider";
  if (factors.password) return "wait";
  if (!isLinked) return "none";
  return settledAuthenticators(factors, now).length > 0 ? "code" : "wait";
};

/** One that the database gives no age is as good as new. */
export const settledAuthenticators = ({ authenticators }: UserFactors, now: number): UserFactors["authenticators"] =>
  authenticators.filter(({ enrolledAt }) => enrolledAt !== undefined && now - enrolledAt > SETTLED_MS);
