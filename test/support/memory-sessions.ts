import { isSessionLive, type Sessions } from "../../functions/domain/session/session.ts";
import { keyOf, type MemoryWorld } from "./memory-world.ts";

export function memorySessions(world: MemoryWorld): Sessions {
  return {
    async start(session) {
      world.sessions.set(keyOf(session.tenantId, session.idHash), session);
    },
    async find(tenantId, idHash) {
      const session = world.sessions.get(keyOf(tenantId, idHash));
      return session !== undefined && isSessionLive(session, world.clock.now()) ? session : undefined;
    },
    async list(tenantId, userId) {
      const theirs = [...world.sessions.values()].filter(
        (session) => session.tenantId === tenantId && session.userId === userId,
      );
      const live = theirs.filter((session) => isSessionLive(session, world.clock.now()));
      return live.toSorted((a, b) => b.startedAt - a.startedAt);
    },
    async touch({ tenantId, idHash }, now) {
      const key = keyOf(tenantId, idHash);
      const session = world.sessions.get(key);
      if (session !== undefined) {
        world.sessions.set(key, { ...session, lastSeenAt: Math.max(now, session.lastSeenAt) });
      }
    },
    async renew(before, after, fact) {
      if (!world.sessions.delete(keyOf(before.tenantId, before.idHash))) return false;
      world.sessions.set(keyOf(after.tenantId, after.idHash), after);
      world.facts.push(fact);
      return true;
    },
    async end(tenantId, idHash) {
      world.sessions.delete(keyOf(tenantId, idHash));
    },
  };
}
