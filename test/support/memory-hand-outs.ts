import type { HandOuts } from "../../functions/domain/support/hand-outs.ts";
import { commitChange, keyOf, type MemoryWorld } from "./memory-world.ts";

export const memoryHandOuts = (world: MemoryWorld): HandOuts => ({
  async open(handOut, change) {
    world.handOuts.set(keyOf(handOut.tenantId, handOut.backupId), handOut);
    commitChange(world, change);
  },
  find: async (tenantId, backupId) => world.handOuts.get(keyOf(tenantId, backupId)),
});
