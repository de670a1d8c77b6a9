import { Secret, TOTP } from "otpauth";
import type { CodeCheck } from "../../domain/session/factor-checks.ts";

const STEP_MS = 30_000;
/** Steps to either side: clocks of telephones are off, and people type slowly. */
const WINDOW_STEPS = 1;

/**
 * Codes of authenticator apps as OpenProject has them: SHA-1, 6 digits, 30 s. Spaces in the code and in the secret are
 * tolerated, since people and apps write both in groups. A secret that is not Base32 matches nothing.
 */
export const totpCodeCheck = (): CodeCheck => ({
  matchingStep: (secret, code, now) => {
    const digits = code.replaceAll(/\s/g, "");
    if (!/^[0-9]{6}$/.test(digits)) return undefined;
    const key = base32(secret);
    if (key === undefined) return undefined;
    const delta = TOTP.validate({ token: digits, secret: key, timestamp: now, window: WINDOW_STEPS });
    return delta === null ? undefined : Math.floor(now / STEP_MS) + delta;
  },
});

function base32(text: string): Secret | undefined {
  const letters = text.replaceAll(/\s/g, "").toUpperCase();
  return /^[A-Z2-7]+=*$/.test(letters) ? Secret.fromBase32(letters) : undefined;
}
