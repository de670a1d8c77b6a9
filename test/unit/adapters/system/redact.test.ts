import { describe, expect, it } from "vitest";
import { redact, redactText } from "../../../../functions/adapters/system/redact.ts";

describe("a text", () => {
  it.each([
    ["the token opbk_0aZ9 was sent", "the token opbk_[redacted] was sent"],
    ["whoever has opbc_0-Z_9 may collect", "whoever has opbc_[redacted] may collect"],
    [
      "https://s3/k?X-Amz-Credential=AKIA%2F1&X-Amz-Signature=ab12&X-Amz-Expires=120&x-amz-security-token=zz",
      "https://s3/k?X-Amz-Credential=[redacted]&X-Amz-Signature=[redacted]&X-Amz-Expires=120&x-amz-security-token=[redacted]",
    ],
    ["Authorization: Basic YXBpa2V5OnNlY3JldA==", "Authorization: [redacted] [redacted]"],
    ["got Bearer abcdefgh12345678", "got Bearer [redacted]"],
    ["postgres://identity:p%40ss@db:5432/acme", "postgres://identity:[redacted]@db:5432/acme"],
    ['{"password":"hunter2","login":"ada"}', '{"password":"[redacted]","login":"ada"}'],
    ["?otp=123456&next=1", "?otp=[redacted]&next=1"],
    ["password = hunter2", "password = [redacted]"],
    ["nothing to hide: 5 tokens, code 7", "nothing to hide: 5 tokens, code 7"],
  ])("%j is written without its secrets", (text, safe) => {
    expect(redactText(text)).toBe(safe);
  });
});

it.each(["a.", "a", "a://", "a:b@", "Basic ", "token ", "token=", "password\t", "X-Amz-Signature=", "opbk_"])(
  "a text of 128 KiB is read through in no time, whoever wrote it: %j",
  (piece) => {
    const started = performance.now();
    redactText(piece.repeat(131_072 / piece.length));
    expect(performance.now() - started).toBeLessThan(1_000);
  },
);

describe("members", () => {
  it.each([
    "password",
    "newPassword",
    "otp",
    "code",
    "totp_code",
    "token",
    "backupToken",
    "backup_token",
    "tokens",
    "secret",
    "clientSecret",
    "secretKeyBase",
    "SecretAccessKey",
    "passwordHash",
    "authorization",
    "Authorization",
    "cookie",
    "set-cookie",
  ])("named %s are not written", (name) => {
    expect(redact({ [name]: "x", inner: [{ [name]: 7 }] })).toEqual({
      [name]: "[redacted]",
      inner: [{ [name]: "[redacted]" }],
    });
  });

  it.each(["tokenId", "secretId", "statusCode", "exitCode", "errorCode", "tenantId", "decoded", "apiKeyId"])(
    "named %s are written",
    (name) => {
      expect(redact({ [name]: "x" })).toEqual({ [name]: "x" });
    },
  );

  it("of every kind keep their form", () => {
    const value = { text: "a", count: 1, isIt: true, none: null, list: ["opbk_a", 2] };
    expect(redact(value)).toEqual({ ...value, list: ["opbk_[redacted]", 2] });
  });
});
