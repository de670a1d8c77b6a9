import { describe, expect, it } from "vitest";
import { isFailure } from "../../../functions/domain/failure.ts";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import { aChange, aFact } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";

const tenantOf = (tenantId: string) => aTenant({ tenantId, domainName: `${tenantId}.example` });
const factOf = (tenantId: string) => aFact({ tenantId, what: "tenant.registered" });

describe.each(STORE_WORLDS)("the tenant directory $name", (world) => {
  const run = casesIn(world);

  it("finds a tenant by id and by host, whatever its case and port", () =>
    run(async ({ tenants }, tenantId) => {
      const settings = { ...DEFAULT_SETTINGS, supportMail: "help@example.org" };
      const tenant = { ...tenantOf(tenantId), settings };
      expect(await tenants.register(tenant, factOf(tenantId))).toBe(true);

      expect(await tenants.find(tenantId)).toEqual(tenant);
      expect(await tenants.findByDomainName(`${tenantId}.example`)).toEqual(tenant);
      expect(await tenants.findByDomainName(`${tenantId.toUpperCase()}.Example:8443`)).toEqual(tenant);
      expect(await tenants.findByDomainName("nobody.example")).toBeUndefined();
      expect(await tenants.find("nobody")).toBeUndefined();
    }));

  it("registers an id and a domain name once", () =>
    run(async ({ tenants }, tenantId) => {
      await tenants.register(tenantOf(tenantId), factOf(tenantId));
      const rival = { ...tenantOf(`${tenantId}-2`), domainName: `${tenantId}.example` };

      expect(await tenants.register({ ...tenantOf(tenantId), domainName: "new.example" }, factOf(tenantId))).toBe(
        false,
      );
      expect(await tenants.register(rival, factOf(tenantId))).toBe(false);

      expect(await tenants.find(rival.tenantId)).toBeUndefined();
      expect(await tenants.findByDomainName(`${tenantId}.example`)).toMatchObject({ tenantId });
      expect(await tenants.findByDomainName("new.example")).toBeUndefined();
    }));

  it("changes what is named, a free domain name included, and nothing else", () =>
    run(async ({ tenants, settings, clock }, tenantId) => {
      const seen = tenantOf(tenantId);
      const domainName = `new.${tenantId}.example`;
      await tenants.register(seen, factOf(tenantId));
      // What an administrator set after the operator looked.
      await settings.change(seen, { backupApiPull: false }, aChange(tenantId, clock.now()));

      expect(await tenants.change(seen, { title: "New", settings: { backupDailyLimit: 9 } }, factOf(tenantId))).toBe(
        true,
      );
      const renamed = {
        ...seen,
        title: "New",
        settings: { ...seen.settings, backupApiPull: false, backupDailyLimit: 9 },
      };
      expect(await tenants.find(tenantId)).toEqual(renamed);
      expect(await tenants.change(renamed, { domainName }, factOf(tenantId))).toBe(true);

      expect(await tenants.findByDomainName(domainName)).toEqual({ ...renamed, domainName });
      expect(await tenants.findByDomainName(`${tenantId}.example`)).toBeUndefined();
      const next = { ...tenantOf(`${tenantId}-2`), domainName: `${tenantId}.example` };
      expect(await tenants.register(next, factOf(tenantId))).toBe(true);
    }));

  it("gives and takes away what need not be there", () =>
    run(async ({ tenants }, tenantId) => {
      const seen = tenantOf(tenantId);
      const given = { supportMail: "help@example.org", signInTriesPerAddress: 500, failuresInARow: 50 };
      await tenants.register(seen, factOf(tenantId));

      expect(await tenants.change(seen, { settings: given }, factOf(tenantId))).toBe(true);
      const helped = { ...seen, settings: { ...seen.settings, ...given } };
      expect(await tenants.find(tenantId)).toEqual(helped);
      const taken = { supportMail: null, signInTriesPerAddress: null, failuresInARow: null };
      expect(await tenants.change(helped, { settings: taken }, factOf(tenantId))).toBe(true);

      expect(await tenants.find(tenantId)).toEqual(seen);
    }));

  it("changes nothing by a copy in which what is named is not as it was seen", () =>
    run(async (stores, tenantId) => {
      const { tenants } = stores;
      const seen = tenantOf(tenantId);
      await tenants.register(seen, factOf(tenantId));
      await tenants.change(seen, { settings: { backupDailyLimit: 9 } }, factOf(tenantId));
      const fact = factOf(tenantId);

      expect(await tenants.change(seen, { settings: { backupDailyLimit: 5 } }, fact)).toBe(false);
      expect(await tenants.change({ ...seen, title: "Other" }, { title: "Newer" }, fact)).toBe(false);

      expect(await tenants.find(tenantId)).toMatchObject({ title: seen.title, settings: { backupDailyLimit: 9 } });
      expect(await stores.factIds(tenantId)).not.toContain(fact.factId);
    }));

  it("changes neither an unknown tenant nor takes another's domain name", () =>
    run(async ({ tenants }, tenantId) => {
      const seen = tenantOf(tenantId);
      await tenants.register(seen, factOf(tenantId));
      await tenants.register(tenantOf(`${tenantId}-2`), factOf(tenantId));

      expect(await tenants.change(tenantOf("nobody"), { title: "New" }, factOf(tenantId))).toBe(false);
      const stolen = await tenants.change(seen, { domainName: `${tenantId}-2.example` }, factOf(tenantId));

      expect(stolen).toBe(false);
      expect(await tenants.findByDomainName(`${tenantId}-2.example`)).toMatchObject({ tenantId: `${tenantId}-2` });
      expect(await tenants.find(tenantId)).toEqual(seen);
    }));

  it("refuses an id that could be read as part of a key", () =>
    run(async ({ tenants }, tenantId) => {
      for (const bad of [`${tenantId}#B`, `${tenantId}/b`, "", "A", `${tenantId}*`, "a".repeat(64)]) {
        const registering = tenants.register(tenantOf(bad), factOf(tenantId));
        await expect(registering).rejects.toSatisfy((error) => isFailure(error, "constraint-violation"));
      }
    }));
});
