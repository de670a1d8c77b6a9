import { describe, expect, it } from "vitest";
import type { TenantList } from "../../../functions/domain/tenant/tenant.ts";
import { aFact } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";

/** Every page, as its ids. */
async function pagesOf(tenants: TenantList, pageSize: number): Promise<string[][]> {
  const pages: string[][] = [];
  let after: string | undefined;
  do {
    const page = await tenants.list({ pageSize, ...(after === undefined ? {} : { after }) });
    pages.push(page.tenants.map(({ tenantId }) => tenantId));
    after = page.next;
  } while (after !== undefined);
  return pages;
}

describe.each(STORE_WORLDS)("the list of tenants $name", (world) => {
  const run = casesIn(world);

  it("has every tenant once, in the order of ids, page by page", () =>
    run(async ({ tenants }, tenantId) => {
      const ids = ["c", "a", "b"].map((letter) => `${tenantId}-${letter}`);
      for (const id of ids) {
        const tenant = aTenant({ tenantId: id, domainName: `${id}.example` });
        expect(await tenants.register(tenant, aFact({ tenantId: id }))).toBe(true);
      }
      const sorted = (await pagesOf(tenants, 100)).flat();
      expect(sorted.filter((id) => id.startsWith(tenantId))).toEqual(ids.toSorted());

      for (const pageSize of [1, 2, 3]) {
        const pages = await pagesOf(tenants, pageSize);
        expect(pages.flat()).toEqual(sorted);
        expect(pages.every(({ length }) => length <= pageSize)).toBe(true);
      }
    }));

  it("does not have who was refused", () =>
    run(async ({ tenants }, tenantId) => {
      const tenant = aTenant({ tenantId, domainName: `${tenantId}.example` });
      await tenants.register(tenant, aFact({ tenantId }));
      const rival = { ...tenant, tenantId: `${tenantId}-2` };
      expect(await tenants.register(rival, aFact({ tenantId: rival.tenantId }))).toBe(false);
      expect((await pagesOf(tenants, 10)).flat()).not.toContain(rival.tenantId);
    }));
});
