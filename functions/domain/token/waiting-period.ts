import type { Tenant } from "../tenant/tenant.ts";
import type { UserFactors } from "../tenant/tenant-users.ts";

/**
 * From when a token made now is usable. At once for a user who proves themselves with a password that has not just been
 * changed; everyone else waits, so that whoever found an open screen can be stopped by those who are mailed. A tenant
 * younger than the period has nothing yet that waiting would protect.
 */
export const tokenValidFrom = (tenant: Tenant, factors: UserFactors, now: number): number => {
  const periodMs = tenant.settings.backupInitialWaitingPeriodMs;
  const isTenantYoung = now - tenant.registeredAt < periodMs;
  const isPasswordSettled = factors.password !== undefined && now - factors.password.changedAt >= periodMs;
  const mayUseNow = isTenantYoung || (isPasswordSettled && !factors.isSingleSignOn);
  return mayUseNow ? now : now + periodMs;
};
