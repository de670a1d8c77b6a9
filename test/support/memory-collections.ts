import type { Collections } from "../../functions/domain/download/collection.ts";
import { commitChange, keyOf, type MemoryWorld } from "./memory-world.ts";

export const memoryCollections = (world: MemoryWorld): Collections => ({
  async open(collection, change) {
    world.collections.set(keyOf(collection.tenantId, collection.codeHash), collection);
    commitChange(world, change);
  },
  find: async (tenantId, codeHash) => world.collections.get(keyOf(tenantId, codeHash)),
  async takeLink({ tenantId, codeHash }, fact) {
    const key = keyOf(tenantId, codeHash);
    const found = world.collections.get(key);
    if (!found || found.linksLeft === 0 || found.endsAt <= world.clock.now()) return false;
    world.collections.set(key, { ...found, linksLeft: found.linksLeft - 1 });
    commitChange(world, { events: [], fact });
    return true;
  },
});
