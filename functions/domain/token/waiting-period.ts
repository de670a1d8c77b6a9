import type { Clock } from "../ports.ts";
import { confirmationWay, SETTLED_MS } from "../session/confirmation-way.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { TenantUsers, User, UserFactors } from "../tenant/tenant-users.ts";

/**
 * From when a token made now is usable. At once for a user who proves themselves with a password that has not just been
 * changed; everyone else waits, so that whoever found an open screen can be stopped by those who are mailed. A tenant
 * younger than the period has nothing yet that waiting would protect. Who could prove nothing waits in any case.
 */
export const tokenValidFrom = (tenant: Tenant, factors: UserFactors, now: number, isProven = true): number => {
  const periodMs = tenant.settings.backupInitialWaitingPeriodMs;
  const isTenantYoung = now - tenant.registeredAt < periodMs;
  const isPasswordSettled = factors.password !== undefined && now - factors.password.changedAt >= periodMs;
  const mayUseNow = isTenantYoung || (isPasswordSettled && !factors.isSingleSignOn);
  const validFrom = mayUseNow ? now : now + periodMs;
  return isProven ? validFrom : Math.max(validFrom, now + SETTLED_MS);
};

/**
 * From when a token of the user would be usable if it were made now: people are told before they make one. Undefined: they
 * cannot make one.
 */
export const nextTokenValidFrom = async (
  { users, clock }: { readonly users: TenantUsers; readonly clock: Clock },
  tenant: Tenant,
  user: User,
): Promise<number | undefined> => {
  if (!user.mayCreateBackup) return undefined;
  const factors = await users.factors(tenant, user.userId);
  const now = clock.now();
  const way = confirmationWay(tenant, factors, now);
  return way === "none" ? undefined : tokenValidFrom(tenant, factors, now, way !== "wait");
};
