import { createHash, timingSafeEqual } from "node:crypto";
import { compare } from "bcryptjs";
import type { PasswordCheck } from "../../domain/session/factor-checks.ts";

/** 128 characters, OpenProject's longest password, of at most 4 bytes each. */
const PASSWORD_BYTES_MAX = 512;

/** What OpenProject hashes with unless its operator changed it. */
const OPENPROJECT_COST = 12;

/**
 * Passwords against what OpenProject stored of them. Every call costs as much as one bcrypt comparison at `cost`, whoever
 * is named and however they fail, so that an answer's time does not tell who exists. (Only who has a hash of a higher cost
 * than OpenProject's own could be told.) Beyond 72 bytes bcrypt sees nothing, here as in OpenProject; what OpenProject
 * would not take as a password at all never matches.
 */
export function bcryptPasswordCheck(
  deps: { readonly compare?: (password: string, hash: string) => Promise<boolean>; readonly cost?: number } = {},
): PasswordCheck {
  const compareHash = deps.compare ?? compare;
  const cost = deps.cost ?? OPENPROJECT_COST;

  return {
    matches: async (password, stored) => {
      const isPossible = Buffer.byteLength(password) <= PASSWORD_BYTES_MAX && !password.includes("\0");
      const tried = isPossible ? password : "";
      const isBcrypt = stored?.scheme === "bcrypt" && isWellFormed(stored.hash);
      const hash = isBcrypt ? stored.hash : nobodyAt(cost);
      const isBcryptMatch = await compareHash(tried, hash);
      // Older hashes have lower costs. Each cost is twice the work of the one before, so these make up for the rest.
      for (let missing = costOf(hash); missing < cost; missing += 1) await compareHash(tried, nobodyAt(missing));
      if (!isPossible || stored === undefined) return false;
      return stored.scheme === "sha1" ? isLegacyMatch(password, stored) : isBcrypt && isBcryptMatch;
    },
  };
}

/**
 * The highest cost that is taken, some four seconds of work; each one more is twice that. Whoever writes a tenant's database could
 * else keep the functions of all tenants busy.
 */
const COST_MAX = 16;

/** Well-formed, of no known password: what is compared with it is there for its cost alone. */
const nobodyAt = (cost: number): string => `$2b$${String(cost).padStart(2, "0")}$${"Coffer".repeat(9).slice(0, 53)}`;

const costOf = (hash: string): number => Number(hash.slice(4, 6));

/** `$2a$`, `$2b$` and `$2y$` are one scheme, named by what repaired older programs; `$2x$` is the broken one. */
const isWellFormed = (hash: string): boolean =>
  /^\$2[aby]\$(0[4-9]|1\d)\$[./A-Za-z0-9]{53}$/.test(hash) && costOf(hash) <= COST_MAX;

function isLegacyMatch(password: string, stored: { readonly hash: string; readonly salt: string }): boolean {
  const expected = Buffer.from(stored.hash, "hex");
  const actual = sha1(stored.salt + sha1(password).toString("hex"));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

const sha1 = (text: string): Buffer => createHash("sha1").update(text).digest();
