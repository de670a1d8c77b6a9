import type { SignOnChallenges } from "../../functions/domain/single-sign-on/sign-on-challenge.ts";
import type { SignOnIdentities } from "../../functions/domain/single-sign-on/sign-on-identity.ts";
import { keyOf, type MemoryWorld } from "./memory-world.ts";

export const memorySignOnChallenges = (world: MemoryWorld): SignOnChallenges => ({
  async begin(challenge) {
    world.challenges.set(keyOf(challenge.tenantId, challenge.stateHash), challenge);
  },
  take: async (tenantId, stateHash) => taken(world.challenges, keyOf(tenantId, stateHash)),
});

export const memorySignOnIdentities = (world: MemoryWorld): SignOnIdentities => ({
  async keep(identity) {
    world.identities.set(keyOf(identity.tenantId, identity.idHash), identity);
  },
  take: async (tenantId, idHash) => taken(world.identities, keyOf(tenantId, idHash)),
});

function taken<Value>(map: Map<string, Value>, key: string): Value | undefined {
  const value = map.get(key);
  map.delete(key);
  return value;
}
