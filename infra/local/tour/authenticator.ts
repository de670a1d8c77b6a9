import { setTimeout as delay } from "node:timers/promises";
import { Secret, TOTP } from "otpauth";

const stepMs = 30_000;
/** What is asked for at the end of a step is used in the next one, where the step before it is two steps old. */
const onTheWayMs = 10_000;

/**
 * Somebody's authenticator app. A code is good for one use, so each one asked for is of a later step than the last, begun
 * with the step before the current one: the server takes that, the current one and the next.
 */
export interface Authenticator {
  /** The next code. For one the server would not take yet, this waits. */
  code(): Promise<string>;
}

export function createAuthenticator(base32: string): Authenticator {
  const totp = new TOTP({ secret: Secret.fromBase32(base32) });
  let lastStep = 0;
  return {
    async code() {
      const earliest = Math.floor((Date.now() + onTheWayMs) / stepMs) - 1;
      const step = Math.max(earliest, lastStep + 1);
      await delay(Math.max(0, (step - 1) * stepMs - Date.now()));
      lastStep = step;
      return totp.generate({ timestamp: step * stepMs });
    },
  };
}
