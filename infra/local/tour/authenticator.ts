import { setTimeout as delay } from "node:timers/promises";
import { Secret, TOTP } from "otpauth";

const stepMs = 30_000;

/** Somebody's authenticator app. Each code is good for one use, so the next one asked for is always of a later step. */
export interface Authenticator {
  /** The next code. The server takes one of the step to come; for later ones this waits. */
  code(): Promise<string>;
  /** Waits until codes are new that were not a moment ago: an earlier run may have used the current ones. */
  skip(): Promise<void>;
}

const currentStep = () => Math.floor(Date.now() / stepMs);

async function reach(step: number): Promise<void> {
  const ms = step * stepMs - Date.now();
  if (ms > 0) await delay(ms);
}

export function createAuthenticator(base32: string): Authenticator {
  const totp = new TOTP({ secret: Secret.fromBase32(base32) });
  let lastStep = 0;
  return {
    async code() {
      const step = Math.max(currentStep(), lastStep + 1);
      await reach(step - 1);
      lastStep = step;
      return totp.generate({ timestamp: step * stepMs });
    },
    skip: () => reach(currentStep() + 2),
  };
}
