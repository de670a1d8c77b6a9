import type { Change } from "../backup/backup-store.ts";
import type { OwnSettings, Tenant } from "./tenant.ts";

export interface SettingsStore {
  /**
   * Changes what is named, in one transaction with its fact and notice; what the operator changes meanwhile stays. False:
   * the tenant is gone, or what is named is not as `seen` any more.
   */
  change(seen: Tenant, settings: Partial<OwnSettings>, change: Change): Promise<boolean>;
}
