import { afterAll, beforeAll } from "vitest";
import { memoryStores, type Stores, type TableService, tableService } from "./stores.ts";

/** One way of holding a port to its contract. */
export interface StoreWorld {
  readonly name: string;
  readonly isTable: boolean;
  /** A case runs for each in turn, in one world: the second finds all that the case left for the first, ids included. */
  readonly tenants: readonly string[];
}

/** The memory double and the table, each for one tenant and once more for a second tenant beside the first. */
export const STORE_WORLDS: readonly StoreWorld[] = [
  { name: "in memory", isTable: false, tenants: ["acme"] },
  { name: "in memory, for a second tenant", isTable: false, tenants: ["acme", "globex"] },
  { name: "on the table", isTable: true, tenants: ["acme"] },
  { name: "on the table, for a second tenant", isTable: true, tenants: ["acme", "globex"] },
];

export type StoreCase = (stores: Stores, tenantId: string) => Promise<void>;

/** Runs each case of the surrounding `describe` in a fresh world. */
export function casesIn({ isTable, tenants }: StoreWorld): (body: StoreCase) => Promise<void> {
  let service: TableService | undefined;
  if (isTable) {
    beforeAll(async () => {
      service = await tableService();
    });
    afterAll(() => service?.close());
  }
  return async (body) => {
    const stores = service === undefined ? memoryStores() : await service.open();
    for (const tenantId of tenants) await body(stores, tenantId);
  };
}
