import type { AuditLog } from "../audit/audit-log.ts";
import { Failure, isFailure } from "../failure.ts";
import { type ChangeDeps, type Doer, personChange, personOf } from "../history/history-change.ts";
import type { FactorDeps, TypedFactors } from "../session/confirm-factors.ts";
import { confirmPerson } from "../session/confirm-person.ts";
import type { SettingsStore } from "./settings-store.ts";
import type { OwnSettings, Tenant } from "./tenant.ts";

export interface ChangeSettingsDeps extends FactorDeps, ChangeDeps {
  readonly settings: SettingsStore;
  readonly audit: AuditLog;
}

/**
 * An administrator changes what is theirs to set, after proving themselves once more; all administrators are told.
 * Throws `not-an-administrator` and what `confirmPerson` throws; refusals are in the audit log.
 */
export const changeSettings = async (
  deps: ChangeSettingsDeps,
  doer: Doer,
  wish: OwnSettings,
  typed: TypedFactors,
): Promise<Tenant> => {
  const { tenant, user } = doer;
  const value = wish.backupApiPull ? "on" : "off";
  const details = { setting: "backup_api_pull", value };
  try {
    if (!user.isAdmin) throw new Failure("not-an-administrator");
    await confirmPerson(deps, tenant, user, typed);
  } catch (error) {
    if (isFailure(error)) {
      await deps.audit.record(personChange(deps, doer, "settings.refused", { ...details, code: error.code }).fact);
    }
    throw error;
  }
  const notice = { kind: "settings-changed", about: personOf(user), setting: "backup_api_pull", value } as const;
  const change = personChange(deps, doer, "settings.changed", details, notice);
  if (!(await deps.settings.change(tenant.tenantId, wish, change))) throw new Failure("not-found");
  return { ...tenant, settings: { ...tenant.settings, ...wish } };
};
