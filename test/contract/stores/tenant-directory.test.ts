import { describe, expect, it } from "vitest";
import { isFailure } from "../../../functions/domain/failure.ts";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import { aFact } from "../../support/a-backup.ts";
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

  it("saves what has changed of a tenant, a free domain name included", () =>
    run(async ({ tenants }, tenantId) => {
      await tenants.register(tenantOf(tenantId), factOf(tenantId));
      const moved = { ...tenantOf(tenantId), title: "New", domainName: `new.${tenantId}.example` };

      expect(await tenants.save({ ...tenantOf(tenantId), title: "New" }, factOf(tenantId))).toBe(true);
      expect(await tenants.findByDomainName(`${tenantId}.example`)).toMatchObject({ title: "New" });
      expect(await tenants.save(moved, factOf(tenantId))).toBe(true);

      expect(await tenants.findByDomainName(`new.${tenantId}.example`)).toEqual(moved);
      expect(await tenants.findByDomainName(`${tenantId}.example`)).toBeUndefined();
      expect(
        await tenants.register({ ...tenantOf(`${tenantId}-2`), domainName: `${tenantId}.example` }, factOf(tenantId)),
      ).toBe(true);
    }));

  it("saves neither an unknown tenant nor another's domain name", () =>
    run(async ({ tenants }, tenantId) => {
      await tenants.register(tenantOf(tenantId), factOf(tenantId));
      await tenants.register(tenantOf(`${tenantId}-2`), factOf(tenantId));

      expect(await tenants.save(tenantOf("nobody"), factOf(tenantId))).toBe(false);
      const stolen = { ...tenantOf(tenantId), domainName: `${tenantId}-2.example` };
      expect(await tenants.save(stolen, factOf(tenantId))).toBe(false);

      expect(await tenants.findByDomainName(`${tenantId}-2.example`)).toMatchObject({ tenantId: `${tenantId}-2` });
      expect(await tenants.find(tenantId)).toEqual(tenantOf(tenantId));
    }));

  it("refuses an id that could be read as part of a key", () =>
    run(async ({ tenants }, tenantId) => {
      for (const bad of [`${tenantId}#B`, `${tenantId}/b`, "", "A", `${tenantId}*`, "a".repeat(64)]) {
        const registering = tenants.register(tenantOf(bad), factOf(tenantId));
        await expect(registering).rejects.toSatisfy((error) => isFailure(error, "constraint-violation"));
      }
    }));
});
