import type { SettingsStore } from "../../functions/domain/tenant/settings-store.ts";
import { commitChange, type MemoryWorld } from "./memory-world.ts";

export const memorySettings = (world: MemoryWorld): SettingsStore => ({
  async change(tenantId, settings, change) {
    const tenant = world.tenants.get(tenantId);
    if (tenant === undefined) return false;
    world.tenants.set(tenantId, { ...tenant, settings: { ...tenant.settings, ...settings } });
    commitChange(world, change);
    return true;
  },
});
