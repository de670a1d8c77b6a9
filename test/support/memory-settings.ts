import { isDeepStrictEqual } from "node:util";
import type { SettingsStore } from "../../functions/domain/tenant/settings-store.ts";
import { commitChange, type MemoryWorld } from "./memory-world.ts";

export const memorySettings = (world: MemoryWorld): SettingsStore => ({
  async change(seen, settings, change) {
    const tenant = world.tenants.get(seen.tenantId);
    if (tenant === undefined) return false;
    const [now, before] = [Object.entries(tenant.settings), Object.entries(seen.settings)].map((entries) =>
      Object.fromEntries(entries.filter(([name]) => name in settings)),
    );
    if (!isDeepStrictEqual(now, before)) return false;
    world.tenants.set(seen.tenantId, { ...tenant, settings: { ...tenant.settings, ...settings } });
    commitChange(world, change);
    return true;
  },
});
