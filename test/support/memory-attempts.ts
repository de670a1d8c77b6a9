import { type AttemptWindow, countIn, waitMs } from "../../functions/domain/session/attempt-window.ts";
import type { AttemptSubject, Attempts } from "../../functions/domain/session/attempts.ts";
import { commitChange, keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryAttempts(world: MemoryWorld): Attempts {
  return {
    async count(subject, limit) {
      const now = world.clock.now();
      const id = idOf(subject);
      const window = world.attempts.get(id) ?? NONE;
      const retryAfterMs = waitMs(window, limit, now);
      if (retryAfterMs !== undefined) return { retryAfterMs };
      world.attempts.set(id, countIn(window, limit, now));
      return undefined;
    },
    async giveBack(subject) {
      const window = world.attempts.get(idOf(subject));
      if (window === undefined) return;
      world.attempts.set(idOf(subject), { ...window, attempts: Math.max(0, window.attempts - 1), waitUntil: 0 });
    },
    async blocked(subject, limit) {
      const retryAfterMs = waitMs(world.attempts.get(idOf(subject)) ?? NONE, limit, world.clock.now());
      return retryAfterMs === undefined ? undefined : { retryAfterMs };
    },
    async tell(subject, change) {
      const window = world.attempts.get(idOf(subject));
      const told = `${idOf(subject)}/${window?.endsAt}`;
      if (window === undefined || world.toldWindows.has(told)) return false;
      world.toldWindows.add(told);
      commitChange(world, change);
      return true;
    },
    async burnCode(tenantId, deviceId, timeStep) {
      const id = keyOf(tenantId, deviceId, timeStep);
      const isFresh = !world.burnedCodes.has(id);
      world.burnedCodes.add(id);
      return isFresh;
    },
  };
}

const NONE: AttemptWindow = { attempts: 0, endsAt: 0, waitUntil: 0 };

const idOf = ({ tenantId, kind, subject }: AttemptSubject): string => keyOf(tenantId, kind, subject);
