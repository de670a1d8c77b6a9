import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { totpCodeCheck } from "../../../../functions/adapters/identity/totp-code-check.ts";

/** RFC 6238, appendix B: the secret of the test vectors for SHA-1. */
const secret = new Secret({ buffer: new TextEncoder().encode("12345678901234567890").buffer }).base32;
const check = totpCodeCheck();
const codeAt = (timestamp: number) => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp });

describe("a code of an authenticator app", () => {
  it.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_234_567_890, "005924"],
    [20_000_000_000, "353130"],
  ])("at %i s is that of the standard", (seconds, code) => {
    expect(check.matchingStep(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  it("may be one step early or late, and tells which step it belongs to", () => {
    const now = 1_000_000_000_000;
    const step = Math.floor(now / 30_000);
    expect(check.matchingStep(secret, codeAt(now - 30_000), now)).toBe(step - 1);
    expect(check.matchingStep(secret, codeAt(now + 30_000), now)).toBe(step + 1);
    expect(check.matchingStep(secret, codeAt(now - 60_000), now)).toBeUndefined();
    expect(check.matchingStep(secret, codeAt(now + 60_000), now)).toBeUndefined();
  });

  it("may be typed in groups, and so may the secret", () => {
    expect(check.matchingStep(secret, " 287 082 ", 59_000)).toBe(1);
    expect(check.matchingStep(secret.toLowerCase().replaceAll(/(.{4})/g, "$1 "), "287082", 59_000)).toBe(1);
  });

  it.each(["", "28708", "2870820", "28708a", "-87082", "２８７０８２", "2870.2"])("is not %j", (code) => {
    expect(check.matchingStep(secret, code, 59_000)).toBeUndefined();
  });

  it.each(["", "not base32!", "0189"])("matches nothing where the secret is %j", (broken) => {
    expect(check.matchingStep(broken, "287082", 59_000)).toBeUndefined();
  });
});
