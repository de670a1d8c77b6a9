import type { AttemptSubject, Attempts } from "../../functions/domain/session/attempts.ts";
import { keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryAttempts(world: MemoryWorld): Attempts {
  return {
    async count(subject, { max, windowMs }) {
      const now = world.clock.now();
      const id = idOf(subject);
      const counted = world.attempts.get(id);
      if (counted === undefined || counted.windowEndsAt <= now) {
        world.attempts.set(id, { windowEndsAt: now + windowMs, count: 1 });
        return undefined;
      }
      if (counted.count >= max) return { retryAfterMs: counted.windowEndsAt - now };
      counted.count += 1;
      return undefined;
    },
    async giveBack(subject) {
      const counted = world.attempts.get(idOf(subject));
      if (counted !== undefined) counted.count = Math.max(0, counted.count - 1);
    },
    async blocked(subject, { max }) {
      const counted = world.attempts.get(idOf(subject));
      const retryAfterMs = (counted?.windowEndsAt ?? 0) - world.clock.now();
      return counted !== undefined && retryAfterMs > 0 && counted.count >= max ? { retryAfterMs } : undefined;
    },
    async burnCode(tenantId, deviceId, timeStep) {
      const id = keyOf(tenantId, deviceId, timeStep);
      const isFresh = !world.burnedCodes.has(id);
      world.burnedCodes.add(id);
      return isFresh;
    },
  };
}

const idOf = ({ tenantId, kind, subject }: AttemptSubject): string => keyOf(tenantId, kind, subject);
