import { describe, expect, it } from "vitest";
import { aFact, aNoticedChange } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";

describe.each(STORE_WORLDS)("a tenant's own settings $name", (world) => {
  const run = casesIn(world);

  it("change alone, with their fact and notice", () =>
    run(async ({ tenants, settings, outbox, factIds }, tenantId) => {
      const tenant = aTenant({ tenantId, domainName: `${tenantId}.example` });
      const registered = aFact({ tenantId });
      await tenants.register(tenant, registered);
      const change = aNoticedChange(tenantId, 1_000);

      expect(await settings.change(tenantId, { backupApiPull: false }, change)).toBe(true);

      expect(await tenants.find(tenantId)).toEqual({
        ...tenant,
        settings: { ...tenant.settings, backupApiPull: false },
      });
      expect((await factIds(tenantId)).sort()).toEqual([registered.factId, change.fact.factId].sort());
      const waiting = await outbox.waiting(2_000, 10);
      expect(waiting.filter((event) => event.tenantId === tenantId)).toEqual(change.events);
    }));

  it("of nobody are refused, and nothing is written", () =>
    run(async ({ settings, factIds }, tenantId) => {
      const change = aNoticedChange(`${tenantId}-gone`, 1_000);
      expect(await settings.change(`${tenantId}-gone`, { backupApiPull: false }, change)).toBe(false);
      expect(await factIds(`${tenantId}-gone`)).toEqual([]);
    }));
});
