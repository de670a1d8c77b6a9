import { describe, expect, it } from "vitest";
import { DEFAULT_RETENTION, type Retention } from "../../../functions/domain/retention/retention-policy.ts";
import type { Tenant } from "../../../functions/domain/tenant/tenant.ts";
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

      expect(await settings.change(tenant, { backupApiPull: false }, change)).toBe(true);

      expect(await tenants.find(tenantId)).toEqual({
        ...tenant,
        settings: { ...tenant.settings, backupApiPull: false },
      });
      expect((await factIds(tenantId)).sort()).toEqual([registered.factId, change.fact.factId].sort());
      const waiting = await outbox.waiting(2_000, 10);
      expect(waiting.filter((event) => event.tenantId === tenantId)).toEqual(change.events);
    }));

  it("change from what was seen, so that of two people who change one at once, one has to look again", () =>
    run(async ({ tenants, settings, factIds }, tenantId) => {
      const tenant = aTenant({ tenantId, domainName: `${tenantId}.example` });
      await tenants.register(tenant, aFact({ tenantId }));
      const shorter = { daily: 8, weekly: 5, monthly: 12, pending: { daily: 1, weekly: 0, monthly: 0, actsAt: 9_000 } };
      const set = (seen: Tenant, backupRetention: Retention) =>
        settings.change(seen, { backupRetention }, aNoticedChange(tenantId, 1_000));

      expect(await Promise.all([set(tenant, shorter), set(tenant, shorter)])).toContain(false);
      const seen = await tenants.find(tenantId);
      expect(seen?.settings).toEqual({ ...tenant.settings, backupRetention: shorter });
      expect(await set(tenant, DEFAULT_RETENTION)).toBe(false);
      expect(await settings.change(tenant, { backupApiPull: false }, aNoticedChange(tenantId, 1))).toBe(true);
      expect(seen && (await set(seen, DEFAULT_RETENTION))).toBe(true);
      expect((await tenants.find(tenantId))?.settings).toMatchObject({
        backupApiPull: false,
        backupRetention: DEFAULT_RETENTION,
      });
      expect(await factIds(tenantId)).toHaveLength(4);
    }));

  it("of nobody are refused, and nothing is written", () =>
    run(async ({ settings, factIds }, tenantId) => {
      const change = aNoticedChange(`${tenantId}-gone`, 1_000);
      const gone = aTenant({ tenantId: `${tenantId}-gone` });
      expect(await settings.change(gone, { backupApiPull: false }, change)).toBe(false);
      expect(await factIds(`${tenantId}-gone`)).toEqual([]);
    }));
});
