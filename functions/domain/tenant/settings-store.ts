import type { Change } from "../backup/backup-store.ts";
import type { TenantSettings } from "./tenant.ts";

/** What a tenant's administrators set themselves; all else is the operator's. */
export type OwnSettings = Pick<TenantSettings, "backupApiPull">;

export interface SettingsStore {
  /** One transaction with its fact and notice; what the operator changes meanwhile stays. False: no such tenant. */
  change(tenantId: string, settings: OwnSettings, change: Change): Promise<boolean>;
}
