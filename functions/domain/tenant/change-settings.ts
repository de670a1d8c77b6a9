import type { Change } from "../backup/backup-store.ts";
import { Failure } from "../failure.ts";
import { personChange, personOf } from "../history/history-change.ts";
import type { NoticeOf } from "../notice/notice-event.ts";
import {
  DEFAULT_RETENTION,
  type PendingPolicy,
  policyText,
  type RetentionPolicy,
  retentionAt,
  wishedRetention,
} from "../retention/retention-policy.ts";
import type { Confirmation } from "../session/confirmation.ts";
import type { SignedIn } from "../session/step-up-session.ts";
import { type ConfirmChangeDeps, confirmChange, nothingElse } from "./confirm-change.ts";
import type { SettingsStore } from "./settings-store.ts";
import type { OwnSettings, Tenant, TenantDirectory } from "./tenant.ts";

export interface ChangeSettingsDeps extends ConfirmChangeDeps {
  readonly settings: SettingsStore;
  readonly tenants: Pick<TenantDirectory, "find">;
}

/** One of the administrators' settings, as it is wanted. */
export type SettingWish =
  | { readonly setting: "backup_api_pull"; readonly isAllowed: boolean }
  | { readonly setting: "backup_retention"; readonly policy: RetentionPolicy };

/**
 * An administrator changes what is theirs to set, after proving themselves once more; all administrators are told. What is
 * so already is not changed, and nobody is told. Returns the tenant as it is then, and the session's new id. Throws what
 * `confirmChange` throws, `tenant-changed`, and `not-found` where the tenant has gone; refusals are in the audit log.
 */
export const changeSettings = async (
  deps: ChangeSettingsDeps,
  doer: SignedIn,
  wish: SettingWish,
  typed: Confirmation,
): Promise<{ readonly tenant: Tenant; readonly sessionId: string }> => {
  const { setting } = wish;
  const { value } = effectOf(doer.tenant, wish, deps.clock.now());
  const { sessionId } = await confirmChange(deps, doer, { setting, value }, typed, nothingElse);
  // The proof is used up, and must not be for nothing because somebody else was faster.
  let { tenant } = doer;
  for (let look = 1; look <= LOOKS_MAX; look += 1) {
    const effect = effectOf(tenant, wish, deps.clock.now());
    const { settings } = effect;
    if (settings === undefined) return { tenant, sessionId };
    if (await deps.settings.change(tenant, settings, changeOf(deps, doer, setting, effect))) {
      return { tenant: { ...tenant, settings: { ...tenant.settings, ...settings } }, sessionId };
    }
    const present = await deps.tenants.find(tenant.tenantId);
    if (!present) throw new Failure("not-found");
    tenant = present;
  }
  throw new Failure("tenant-changed");
};

const LOOKS_MAX = 5;

function changeOf(
  deps: ChangeSettingsDeps,
  doer: SignedIn,
  setting: SettingWish["setting"],
  { value, actsAt }: Effect,
): Change {
  const about = personOf(doer.user);
  const later = actsAt === undefined ? {} : { actsAt };
  const notice: NoticeOf<"settings-changed"> = { kind: "settings-changed", about, setting, value, ...later };
  const details = { setting, value, ...(actsAt === undefined ? {} : { actsAt: new Date(actsAt).toISOString() }) };
  return personChange(deps, doer, "settings.changed", details, notice);
}

interface Effect {
  /** Absent: nothing changes. */
  readonly settings?: Partial<OwnSettings>;
  readonly value: string;
  /** When it comes into force, if that is not at once. */
  readonly actsAt?: number;
}

function effectOf({ settings }: Tenant, wish: SettingWish, now: number): Effect {
  if (wish.setting === "backup_api_pull") {
    const value = wish.isAllowed ? "on" : "off";
    return settings.backupApiPull === wish.isAllowed
      ? { value }
      : { settings: { backupApiPull: wish.isAllowed }, value };
  }
  const value = policyText(wish.policy);
  const before = retentionAt(settings.backupRetention ?? DEFAULT_RETENTION, now);
  const after = wishedRetention(before, wish.policy, now);
  if (policyText(after) === policyText(before) && isSamePending(after.pending, before.pending)) return { value };
  const { actsAt } = after.pending ?? {};
  return { settings: { backupRetention: after }, value, ...(actsAt === undefined ? {} : { actsAt }) };
}

const isSamePending = (a: PendingPolicy | undefined, b: PendingPolicy | undefined): boolean =>
  (a && policyText(a)) === (b && policyText(b)) && a?.actsAt === b?.actsAt;
