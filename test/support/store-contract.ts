import { afterAll, beforeAll, describe, it } from "vitest";
import { memoryStores, type Stores, type TableService, tableService } from "./stores.ts";

export type StoreCase = (title: string, body: (stores: Stores, tenantId: string) => Promise<void>) => void;

/**
 * The contract of a port, held against its memory double and against the table, each case in a world of its own. Every
 * case runs a second time for another tenant, beside all that the same case left for the first: same ids, other tenant.
 */
export function storeContract(port: string, cases: (test: StoreCase) => void): void {
  describe(`${port} in memory`, () => {
    cases(register(async () => memoryStores()));
  });

  describe(`${port} on the table`, () => {
    let service: TableService;
    beforeAll(async () => {
      service = await tableService();
    });
    afterAll(() => service.close());
    cases(register(() => service.open()));
  });
}

const register =
  (open: () => Promise<Stores>): StoreCase =>
  (title, body) => {
    it(title, async () => body(await open(), "acme"));
    it(`${title}, for a second tenant beside the first`, async () => {
      const stores = await open();
      await body(stores, "acme");
      await body(stores, "globex");
    });
  };
