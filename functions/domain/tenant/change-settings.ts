import type { AuditLog } from "../audit/audit-log.ts";
import { keepRefusal } from "../audit/keep-refusal.ts";
import { Failure, isFailure } from "../failure.ts";
import { type ChangeDeps, personChange, personOf } from "../history/history-change.ts";
import type { Confirmation } from "../session/confirmation.ts";
import { type SignedIn, type StepUpSessionDeps, stepUpSession } from "../session/step-up-session.ts";
import type { SettingsStore } from "./settings-store.ts";
import type { OwnSettings, Tenant } from "./tenant.ts";

export interface ChangeSettingsDeps extends StepUpSessionDeps, ChangeDeps {
  readonly settings: SettingsStore;
  readonly audit: AuditLog;
}

/**
 * An administrator changes what is theirs to set, after proving themselves once more; all administrators are told.
 * Returns the tenant as it is then, and the session's new id. Throws `not-an-administrator` and what `stepUpSession`
 * throws; refusals are in the audit log.
 */
export const changeSettings = async (
  deps: ChangeSettingsDeps,
  doer: SignedIn,
  wish: OwnSettings,
  typed: Confirmation,
): Promise<{ readonly tenant: Tenant; readonly sessionId: string }> => {
  const { tenant, user } = doer;
  const value = wish.backupApiPull ? "on" : "off";
  const details = { setting: "backup_api_pull", value };
  let sessionId: string;
  try {
    if (!user.isAdmin) throw new Failure("not-an-administrator");
    sessionId = await stepUpSession(deps, doer, typed, "settings");
  } catch (error) {
    if (isFailure(error)) {
      const { fact } = personChange(deps, doer, "settings.refused", { ...details, code: error.code });
      await keepRefusal(deps.audit, error, fact);
    }
    throw error;
  }
  const notice = { kind: "settings-changed", about: personOf(user), setting: "backup_api_pull", value } as const;
  const change = personChange(deps, doer, "settings.changed", details, notice);
  if (!(await deps.settings.change(tenant.tenantId, wish, change))) throw new Failure("not-found");
  return { tenant: { ...tenant, settings: { ...tenant.settings, ...wish } }, sessionId };
};
