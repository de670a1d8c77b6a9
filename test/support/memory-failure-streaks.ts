import {
  type DisabledPassword,
  FAILURES_IN_A_ROW_MAX,
  type FailureStreaks,
  type StreakSubject,
} from "../../functions/domain/session/failure-streaks.ts";
import { commitChange, keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryFailureStreaks(world: MemoryWorld): FailureStreaks {
  const { streaks, clock } = world;
  return {
    async count(subject, max) {
      const known = streaks.get(idOf(subject));
      const before = known?.failures ?? 0;
      if (before >= max) return undefined;
      streaks.set(idOf(subject), { ...known, ...subject, failures: before + 1, lastAt: clock.now() });
      return before + 1;
    },
    async end(subject) {
      if (streaks.get(idOf(subject))?.toldAt === undefined) streaks.delete(idOf(subject));
    },
    async tell(subject, max, change) {
      const known = streaks.get(idOf(subject));
      if (known === undefined || known.failures < max || known.toldAt !== undefined) return false;
      streaks.set(idOf(subject), { ...known, toldAt: change.at });
      commitChange(world, change);
      return true;
    },
    async disabled(tenantId, max = FAILURES_IN_A_ROW_MAX) {
      const found = new Map<number, DisabledPassword>();
      for (const { user, failures, lastAt, ...of } of streaks.values()) {
        if (of.tenantId !== tenantId || user === undefined || failures < max) continue;
        const disabledAt = Math.min(lastAt, found.get(user.userId)?.disabledAt ?? lastAt);
        found.set(user.userId, { ...user, disabledAt });
      }
      return [...found.values()].toSorted((a, b) => a.userId - b.userId);
    },
    async enable(tenantId, userId, change) {
      const theirs = [...streaks].filter(([, of]) => of.tenantId === tenantId && of.user?.userId === userId);
      for (const [id] of theirs) streaks.delete(id);
      if (theirs.length > 0) commitChange(world, change);
      return theirs.length > 0;
    },
  };
}

const idOf = ({ tenantId, user, way }: StreakSubject): string => keyOf(tenantId, user?.userId ?? "nobody", way);
