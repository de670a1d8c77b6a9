import { createHash } from "node:crypto";
import { compare, hashSync } from "bcryptjs";
import { describe, expect, it } from "vitest";
import { bcryptPasswordCheck } from "../../../../functions/adapters/identity/bcrypt-password-check.ts";
import type { StoredPassword } from "../../../../functions/domain/tenant/tenant-users.ts";

const COST = 4;
const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");
const bcrypt = (hash: string): StoredPassword => ({ scheme: "bcrypt", hash, changedAt: 0 });
const legacy = (password: string): StoredPassword => ({
  scheme: "sha1",
  salt: "salt",
  hash: sha1(`salt${sha1(password)}`),
  changedAt: 0,
});

/** Counts what is hashed, and at which cost. */
function counting(cost = COST) {
  const costs: string[] = [];
  const check = bcryptPasswordCheck({
    cost,
    compare: async (password, hash) => {
      costs.push(hash.slice(4, 6));
      return await compare(password, hash);
    },
  });
  return { check, costs };
}

const right = "pässword-1";
const stored = bcrypt(hashSync(right, COST));

describe("a password", () => {
  it.each(["$2a$", "$2b$", "$2y$"])("matches its bcrypt hash, written as %s", async (prefix) => {
    const { check } = counting();
    const hash = bcrypt(`${prefix}${hashSync(right, COST).slice(4)}`);
    expect(await check.matches(right, hash)).toBe(true);
    expect(await check.matches(`${right} `, hash)).toBe(false);
  });

  it("matches OpenProject's legacy hash", async () => {
    const { check } = counting();
    expect(await check.matches(right, legacy(right))).toBe(true);
    expect(await check.matches("wrong", legacy(right))).toBe(false);
    expect(await check.matches(right, { ...legacy(right), hash: "" })).toBe(false);
  });

  it.each([
    ["is right", right, stored],
    ["is wrong", "wrong", stored],
    ["is empty", "", stored],
    ["is nobody's", right, undefined],
    ["is right, in the legacy form", right, legacy(right)],
    ["is wrong, in the legacy form", "wrong", legacy(right)],
    ["is longer than any password", "x".repeat(100_000), stored],
    ["holds a zero byte", `${right}\0`, stored],
    ["stands against a broken hash", right, bcrypt("$2x$04$broken")],
    ["stands against no hash", right, bcrypt("")],
    ["stands against one that would take minutes", right, bcrypt(`$2b$17$${hashSync(right, COST).slice(7)}`)],
    ["stands against one that would take days", right, bcrypt(`$2b$31$${hashSync(right, COST).slice(7)}`)],
  ])("costs exactly one hash when it %s", async (_, password, against) => {
    const { check, costs } = counting();
    await check.matches(password, against);
    expect(costs).toEqual(["04"]);
  });

  it.each([
    ["is wrong against an old hash of a low cost", "wrong", stored],
    ["is right against one", right, stored],
    ["is nobody's", right, undefined],
  ])("costs the same work when it %s", async (_, password, against) => {
    const { check, costs } = counting(COST + 2);
    expect(await check.matches(password, against)).toBe(password === right && against !== undefined);
    expect(costs.reduce((work, cost) => work + 2 ** Number(cost), 0)).toBe(2 ** (COST + 2));
  });

  it("never matches nothing, a broken hash, or what could be no password", async () => {
    const { check } = counting();
    expect(await check.matches("", undefined)).toBe(false);
    expect(await check.matches(right, undefined)).toBe(false);
    expect(await check.matches(right, bcrypt("broken"))).toBe(false);
    const empty = bcrypt(hashSync("", COST));
    expect(await check.matches("x".repeat(513), empty)).toBe(false);
    expect(await check.matches("\0", empty)).toBe(false);
  });

  it("that is longer than bcrypt sees counts as far as bcrypt sees, as in OpenProject", async () => {
    const { check } = counting();
    const long = "p".repeat(80);
    expect(await check.matches(long, bcrypt(hashSync(long, COST)))).toBe(true);
  });
});
