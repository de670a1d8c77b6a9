import { describe, expect, it } from "vitest";
import type { Collection } from "../../../functions/domain/download/collection.ts";
import { aFact, aNoticedChange } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

const aCollection = ({ clock }: Stores, tenantId: string, collection: Partial<Collection> = {}): Collection => ({
  tenantId,
  codeHash: "h1",
  backupId: "b1",
  versionId: "v1",
  login: "ada",
  madeAt: clock.now(),
  endsAt: clock.now() + 60_000,
  linksLeft: 3,
  ...collection,
});

describe.each(STORE_WORLDS)("collections $name", (world) => {
  const run = casesIn(world);

  it("are found by tenant and code, with their fact and notice written", () =>
    run(async (stores, tenantId) => {
      const { collections, clock } = stores;
      const change = aNoticedChange(tenantId, clock.now());
      await collections.open(aCollection(stores, tenantId), change);

      expect(await collections.find(tenantId, "h1")).toEqual(aCollection(stores, tenantId));
      expect(await collections.find(tenantId, "h2")).toBeUndefined();
      expect(await collections.find("elsewhere", "h1")).toBeUndefined();
      expect(await stores.factIds(tenantId)).toContain(change.fact.factId);
    }));

  it("give as many links as they have, each with its fact, however many ask at once", () =>
    run(async (stores, tenantId) => {
      const collection = aCollection(stores, tenantId);
      await stores.collections.open(collection, aNoticedChange(tenantId, stores.clock.now()));
      const facts = Array.from({ length: 9 }, () => aFact({ tenantId }));

      const taken = await Promise.all(facts.map((fact) => stores.collections.takeLink(collection, fact)));

      expect(taken.filter(Boolean)).toHaveLength(3);
      const kept = new Set(await stores.factIds(tenantId));
      expect(facts.map(({ factId }) => kept.has(factId))).toEqual(taken);
    }));

  it("give none when they are over, or were never opened", () =>
    run(async (stores, tenantId) => {
      const collection = aCollection(stores, tenantId);
      expect(await stores.collections.takeLink(collection, aFact({ tenantId }))).toBe(false);
      await stores.collections.open(collection, aNoticedChange(tenantId, stores.clock.now()));
      stores.clock.advance(60_000);
      expect(await stores.collections.takeLink(collection, aFact({ tenantId }))).toBe(false);
    }));
});

describe.each(STORE_WORLDS)("a tenant that goes $name", (world) => {
  const run = casesIn(world);

  it("leaves its host name, and its place in the list, once", () =>
    run(async ({ tenants }, tenantId) => {
      const tenant = aTenant({ tenantId, domainName: `${tenantId}.example` });
      await tenants.register(tenant, aFact({ tenantId }));
      expect(await tenants.remove({ ...tenant, domainName: "moved.example" }, aFact({ tenantId }))).toBe(false);
      expect(await tenants.remove(tenant, aFact({ tenantId }))).toBe(true);

      expect(await tenants.find(tenantId)).toBeUndefined();
      expect(await tenants.findByDomainName(tenant.domainName)).toBeUndefined();
      const listed = (await tenants.list({ pageSize: 100 })).tenants.map((each) => each.tenantId);
      expect(listed).not.toContain(tenantId);
      expect(await tenants.remove(tenant, aFact({ tenantId }))).toBe(false);
      const heir = { ...tenant, tenantId: `${tenantId}-heir` };
      expect(await tenants.register(heir, aFact({ tenantId: heir.tenantId }))).toBe(true);
    }));

  it("keeps its id, since what was written under it would be another’s", () =>
    run(async ({ tenants, settings }, tenantId) => {
      const tenant = aTenant({ tenantId, domainName: `${tenantId}.example` });
      await tenants.register(tenant, aFact({ tenantId }));
      await tenants.remove(tenant, aFact({ tenantId }));

      const other = { ...tenant, domainName: `other-${tenantId}.example` };
      expect(await tenants.register(other, aFact({ tenantId }))).toBe(false);
      expect(await tenants.findByDomainName(other.domainName)).toBeUndefined();
      expect(await tenants.change(tenant, { title: "Again" }, aFact({ tenantId }))).toBe(false);
      const pull = { backupApiPull: false };
      expect(await settings.change(tenant, pull, aNoticedChange(tenantId, 1))).toBe(false);
      expect(await tenants.find(tenantId)).toBeUndefined();
    }));
});
