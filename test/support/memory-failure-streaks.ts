import type {
  DisabledPassword,
  FailureStreaks,
  StreakSubject,
} from "../../functions/domain/session/failure-streaks.ts";
import { commitChange, keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryFailureStreaks(world: MemoryWorld): FailureStreaks {
  const { streaks } = world;
  return {
    async count(subject, max) {
      const { tenantId, userId = 0 } = subject;
      const known = streaks.get(idOf(subject));
      if ((known?.failures ?? 0) >= max) return false;
      streaks.set(idOf(subject), { tenantId, userId, ...known, failures: (known?.failures ?? 0) + 1 });
      return true;
    },
    async end(subject) {
      if (streaks.get(idOf(subject))?.disabledAt === undefined) streaks.delete(idOf(subject));
    },
    async disable(subject, max, change) {
      const known = streaks.get(idOf(subject));
      if (known === undefined || known.failures < max || known.disabledAt !== undefined) return false;
      streaks.set(idOf(subject), { ...known, login: subject.login, disabledAt: change.at });
      commitChange(world, change);
      return true;
    },
    async disabled(tenantId) {
      const found = new Map<number, DisabledPassword>();
      for (const { userId, login = "", disabledAt, ...of } of streaks.values()) {
        if (of.tenantId !== tenantId || disabledAt === undefined) continue;
        const first = Math.min(disabledAt, found.get(userId)?.disabledAt ?? disabledAt);
        found.set(userId, { userId, login, disabledAt: first });
      }
      return [...found.values()].toSorted((a, b) => a.userId - b.userId);
    },
    async enable(tenantId, userId, change) {
      const theirs = [...streaks].filter(([, of]) => of.tenantId === tenantId && of.userId === userId);
      if (!theirs.some(([, { disabledAt }]) => disabledAt !== undefined)) return false;
      for (const [id] of theirs) streaks.delete(id);
      commitChange(world, change);
      return true;
    },
  };
}

const idOf = ({ tenantId, userId = 0, way }: StreakSubject): string => keyOf(tenantId, userId, way);
