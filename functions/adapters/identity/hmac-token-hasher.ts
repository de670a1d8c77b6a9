import { createHmac, timingSafeEqual } from "node:crypto";
import { Failure } from "../../domain/failure.ts";
import type { TokenHasher, TokenSubject } from "../../domain/token/backup-tokens.ts";

/** Hashes backup tokens with HMAC-SHA-256 over `tenant|user|token`, so that a hash is of no use for anyone else. */
export function hmacTokenHasher(deps: {
  readonly tokenKeys: () => Promise<{ readonly current: string; readonly keys: Readonly<Record<string, string>> }>;
}): TokenHasher {
  async function keyNamed(name?: string): Promise<{ keyId: string; key: string }> {
    const { current, keys } = await deps.tokenKeys();
    const keyId = name ?? current;
    const key = Object.hasOwn(keys, keyId) ? keys[keyId] : undefined;
    if (key === undefined) throw new Failure("internal", { reason: "a token key is missing", keyId });
    return { keyId, key };
  }

  return {
    hash: async (subject, token) => {
      const { keyId, key } = await keyNamed();
      return { keyId, hash: digest(key, subject, token).toString("hex") };
    },
    matches: async (subject, token, stored) => {
      const { key } = await keyNamed(stored.keyId);
      const expected = Buffer.from(stored.hash, "hex");
      const actual = digest(key, subject, token);
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    },
  };
}

const digest = (key: string, subject: TokenSubject, token: string): Buffer =>
  createHmac("sha256", key).update(`${subject.tenantId}|${subject.userId}|${token}`).digest();
