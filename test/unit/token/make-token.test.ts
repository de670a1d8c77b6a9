import { describe, expect, it } from "vitest";
import type { User } from "../../../functions/domain/tenant/tenant-users.ts";
import { makeToken, type TokenWish } from "../../../functions/domain/token/make-token.ts";
import { revokeToken } from "../../../functions/domain/token/revoke-token.ts";
import { nextTokenValidFrom } from "../../../functions/domain/token/waiting-period.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { domainDeps } from "../../support/domain-deps.ts";
import { aUser } from "../../support/memory-users.ts";
import { signedIn } from "../../support/signed-in.ts";

const origin = { address: "192.0.2.1", requestId: "r1" };
const HOUR_MS = 3_600_000;
const ada = aUser();
const withCode = aUser({
  userId: 2,
  login: "cod",
  factors: { ...ada.factors, authenticators: [{ deviceId: 7, secret: "S" }] },
});
const singleSignOn = aUser({ userId: 3, login: "sso", factors: { ...ada.factors, isSingleSignOn: true } });
const noPassword = aUser({
  userId: 4,
  login: "ldap",
  factors: { authenticators: [], uncheckable: [], isSingleSignOn: false },
});
const webAuthn = aUser({ userId: 5, login: "key", factors: { ...ada.factors, uncheckable: ["Webauthn"] } });
const plain = aUser({ userId: 6, login: "bob", isAdmin: false, mayCreateBackup: false });

const setUp = () => domainDeps({ acme: [ada, withCode, singleSignOn, noPassword, webAuthn, plain] });
const create = (password: string, code?: string) => ({ confirmation: "create", typed: { password, code } }) as const;
const reset = { confirmation: "reset", typed: { password: "right" } } as const;

const make = async (deps: ReturnType<typeof setUp>, user: User, wish: TokenWish, tenant = aTenant()) =>
  makeToken(deps, await signedIn(deps, user, tenant), wish);

describe("making a backup token", () => {
  it("gives the token once, stores only its hash, and tells the people and the audit log in the same change", async () => {
    const deps = setUp();
    const { token, record } = await make(deps, ada, create("right"));
    expect(await deps.tokens.find("acme", 1)).toEqual(record);
    const { hash: _, ...stored } = record;
    expect(JSON.stringify([stored, ...deps.world.outbox.values(), deps.world.facts])).not.toContain(token);
    expect([...deps.world.outbox.values()].map(({ event }) => event.kind === "notice" && event.notice.kind)).toEqual([
      "token-made",
    ]);
    expect(deps.world.facts).toMatchObject([
      { what: "session.stepped-up" },
      { what: "token.made", actor: { login: "ada" }, origin },
    ]);
  });

  it("replaces the live token on reset, and refuses a second create", async () => {
    const deps = setUp();
    const first = await make(deps, ada, create("right"));
    await expect(make(deps, ada, create("right"))).rejects.toMatchObject({
      code: "token-exists",
    });
    const second = await make(deps, ada, reset);
    expect(second.token).not.toBe(first.token);
    expect((await deps.tokens.list("acme")).map(({ tokenId }) => tokenId)).toEqual([second.record.tokenId]);
  });

  it.each([
    ["a wrong password", ada, create("wrong"), "confirmation-refused"],
    ["a missing code", withCode, create("right"), "confirmation-refused"],
    ["a wrong code", withCode, create("right", "S1"), "confirmation-refused"],
    ["a user without a password", noPassword, create("right"), "no-password"],
    ["a factor that cannot be checked", webAuthn, create("right"), "factor-not-checkable"],
    ["a user without the permission", plain, create("right"), "missing-permission"],
    ["a reset with nothing to reset", ada, reset, "confirmation-word"],
  ])("refuses %s", async (_, user, wish, code) => {
    const deps = setUp();
    await expect(make(deps, user, wish)).rejects.toMatchObject({ code });
    expect(await deps.tokens.list("acme")).toEqual([]);
    expect(deps.world.outbox.size).toBe(0);
  });

  it("takes a code once", async () => {
    const deps = setUp();
    const wish = create("right", `S${Math.floor(deps.clock.now() / 30_000)}`);
    await make(deps, withCode, wish);
    const again = make(deps, withCode, { ...wish, confirmation: "reset" });
    await expect(again).rejects.toMatchObject({ code: "confirmation-refused" });
  });

  it("lets 5 of 500 parallel guesses through to the password", async () => {
    const deps = setUp();
    const guesses = Array.from({ length: 500 }, (_, guess) => make(deps, ada, create(`guess ${guess}`)));
    const results = await Promise.allSettled(guesses);
    expect(results.every(({ status }) => status === "rejected")).toBe(true);
    expect(deps.passwords.computed()).toBe(5);
  });

  it("makes whoever has no settled password wait, but not in a tenant younger than the waiting period", async () => {
    const deps = setUp();
    const later = deps.clock.now() + 24 * HOUR_MS;
    const young = aTenant({ registeredAt: deps.clock.now() - HOUR_MS });
    expect((await make(deps, singleSignOn, create("right"))).record.validFrom).toBe(later);
    expect((await make(deps, singleSignOn, reset, young)).record.validFrom).toBe(deps.clock.now());
    expect((await make(deps, ada, create("right"))).record.validFrom).toBe(deps.clock.now());
  });

  it("makes a user wait whose password was changed within the period", async () => {
    const fresh = aUser({
      factors: { ...ada.factors, password: { scheme: "bcrypt", hash: "right", changedAt: Date.UTC(2026, 0, 31, 11) } },
    });
    const deps = domainDeps({ acme: [fresh] });
    const { record } = await make(deps, fresh, create("right"));
    expect(record.validFrom).toBe(deps.clock.now() + 24 * HOUR_MS);
  });
});

describe("how long a token would wait", () => {
  it("is known before it is made, and is what it then waits", async () => {
    const fresh = aUser({
      userId: 7,
      login: "new",
      factors: { ...ada.factors, password: { scheme: "bcrypt", hash: "right", changedAt: Date.UTC(2026, 0, 31, 11) } },
    });
    const deps = domainDeps({ acme: [ada, singleSignOn, fresh] });
    for (const [user, hours] of [
      [ada, 0],
      [singleSignOn, 24],
      [fresh, 24],
    ] as const) {
      const told = await nextTokenValidFrom(deps, aTenant(), user);
      expect(told).toBe(deps.clock.now() + hours * HOUR_MS);
      expect((await make(deps, user, create("right"))).record.validFrom).toBe(told);
    }
  });

  it("is not said to whoever cannot make one", async () => {
    const deps = setUp();
    expect(await nextTokenValidFrom(deps, aTenant(), plain)).toBeUndefined();
    expect(await nextTokenValidFrom(deps, aTenant(), noPassword)).toBeUndefined();
  });

  it("stays what it was promised, whatever changes later", async () => {
    const deps = setUp();
    const { record } = await make(deps, singleSignOn, create("right"));
    const impatient = aTenant({ settings: { ...aTenant().settings, backupInitialWaitingPeriodMs: 0 } });
    expect(await nextTokenValidFrom(deps, impatient, singleSignOn)).toBe(deps.clock.now());
    expect((await deps.tokens.find("acme", 3))?.validFrom).toBe(record.validFrom);
  });
});

describe("revoking a backup token", () => {
  it("is for the holder and for administrators; to others there is nothing", async () => {
    const deps = setUp();
    await make(deps, ada, create("right"));
    await expect(revokeToken(deps, aTenant(), plain, 1, origin)).rejects.toMatchObject({ code: "not-found" });
    await revokeToken(deps, aTenant(), withCode, 1, origin);
    expect(await deps.tokens.find("acme", 1)).toBeUndefined();
    await expect(revokeToken(deps, aTenant(), ada, 1, origin)).rejects.toMatchObject({ code: "not-found" });
    expect(deps.world.facts.at(-1)).toMatchObject({ what: "token.revoked", actor: { login: "cod" } });
  });
});
