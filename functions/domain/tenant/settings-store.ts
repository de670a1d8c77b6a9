import type { Change } from "../backup/backup-store.ts";
import type { OwnSettings } from "./tenant.ts";

export interface SettingsStore {
  /** One transaction with its fact and notice; what the operator changes meanwhile stays. False: no such tenant. */
  change(tenantId: string, settings: OwnSettings, change: Change): Promise<boolean>;
}
