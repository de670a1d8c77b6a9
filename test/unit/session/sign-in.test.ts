import { describe, expect, it } from "vitest";
import { SIGN_IN_PER_ADDRESS, SIGN_IN_PER_USER } from "../../../functions/domain/session/attempts.ts";
import { aUser } from "../../support/memory-users.ts";
import { signInWorld, type Try } from "../../support/sign-in-world.ts";

/** As the tenant's database finds them: blanks around a name, and its case, mean nothing. */
const spellings = ["ada", " ada", "ada ", "\tada", "ada\u00a0", "ADA", " Ada\u2003"];

const MAX = SIGN_IN_PER_USER.max;

/** Login and mail address of one person, in turn. */
const names = (nth: number): Try => ({ login: nth % 2 === 0 ? "ada" : "ada@acme.example" });

describe("guessing somebody's password", () => {
  it("is counted together, however their name is spelled", async () => {
    const { deps, attempts } = signInWorld();
    const answers = await attempts(2 * MAX, (nth) => ({ login: spellings[nth % spellings.length] ?? "" }));

    expect(answers.filter((answer) => answer === "sign-in-refused")).toHaveLength(MAX);
    expect(deps.passwords.computed()).toBe(MAX);
  });

  it("is counted together for the letters that only some programs write small alike", async () => {
    const { deps, attempts } = signInWorld();
    await attempts(2 * MAX, (nth) => ({ login: nth % 2 === 0 ? "admin" : "adm\u0130n" }));

    expect(deps.passwords.computed()).toBe(MAX);
  });

  it("is counted together by login and by mail address, and says no more of it than of names that are nobody's", async () => {
    const known = signInWorld();
    const unknown = signInWorld(aUser({ login: "somebody", mail: "else@acme.example" }));
    const answers = await known.attempts(3 * MAX, names);

    expect(known.deps.passwords.compared()).toBe(MAX);
    expect(await known.attempt({ login: "ada@acme.example", password: "right" })).not.toBe("signed in");
    expect(answers).toEqual(await unknown.attempts(3 * MAX, names));
    expect(known.deps.passwords.computed()).toBe(unknown.deps.passwords.computed());
  });

  it("lets 20 of 500 at once through to the password, by whatever names", async () => {
    const { deps, attempt } = signInWorld();
    const all = ["ada", "ada@acme.example", ...spellings];

    await Promise.all(Array.from({ length: 500 }, (_, nth) => attempt({ login: all[nth % all.length] ?? "" })));

    expect(deps.passwords.compared()).toBe(MAX);
  });

  it("does not keep others out, and is over half an hour later", async () => {
    const { deps, attempt, attempts } = signInWorld();
    await attempts(MAX + 1, () => ({ login: "somebody" }));
    expect(await attempt({ login: "somebody" })).toBe("too-many-attempts");
    expect(await attempt({ password: "right" })).toBe("signed in");

    await attempts(MAX, () => ({}));
    expect(await attempt({ password: "right" })).toBe("too-many-attempts");
    deps.clock.advance(SIGN_IN_PER_USER.windowMs);
    expect(await attempt({ password: "right" })).toBe("signed in");
  });

  it.each([
    ["an address", () => "198.51.100.7"],
    ["an address written as IPv6", (nth: number) => (nth % 2 === 0 ? "198.51.100.7" : "::ffff:198.51.100.7")],
    ["a /64 network", (nth: number) => `2001:db8:1:2:${(nth % 9_000) + 1}::${nth}`],
  ])("is counted together by %s, whoever is named", async (_, address) => {
    const { deps, attempts } = signInWorld();
    const answers = await attempts(2 * SIGN_IN_PER_ADDRESS.max, (nth) => ({
      login: `user-${nth}`,
      address: address(nth),
    }));

    expect(answers.filter((answer) => answer === "sign-in-refused")).toHaveLength(SIGN_IN_PER_ADDRESS.max);
    expect(deps.passwords.computed()).toBe(SIGN_IN_PER_ADDRESS.max);
  });

  it("from one /64 network does not keep out the one beside it", async () => {
    const { attempt, attempts } = signInWorld();
    await attempts(SIGN_IN_PER_ADDRESS.max, (nth) => ({ login: `user-${nth}`, address: `2001:db8:1:2::${nth}` }));

    expect(await attempt({ password: "right", address: "2001:db8:1:2::ffff" })).toBe("too-many-attempts");
    expect(await attempt({ password: "right", address: "2001:db8:1:3::1" })).toBe("signed in");
  });

  it("computes exactly one password hash a try, whoever is named and whatever is wrong", async () => {
    const beyond = { ...aUser().factors, uncheckable: ["TwoFactorAuthentication::Device::Webauthn"] };
    const withCode = { ...aUser().factors, authenticators: [{ deviceId: 7, secret: "S" }] };
    const { deps, attempt } = signInWorld(
      aUser({ login: "ada" }),
      aUser({ userId: 2, login: "key", mail: "", factors: beyond }),
      aUser({ userId: 3, login: "otp", mail: "", factors: withCode }),
      aUser({
        userId: 4,
        login: "ldap",
        mail: "",
        factors: { authenticators: [], uncheckable: [], isSingleSignOn: false },
      }),
    );
    const tries: Try[] = ["ada", "key", "otp", "ldap", "nobody"].flatMap((login) => [
      { login, password: "wrong" },
      { login, password: "right", code: "000000" },
    ]);
    for (const [nth, wish] of tries.entries()) {
      await attempt(wish);
      expect(deps.passwords.computed()).toBe(nth + 1);
    }
  });
});

describe("a browser that somebody signed in with before", () => {
  it("lets its owner in while strangers who know the login are kept out, and has tries of its own", async () => {
    const { enter, attempt, attempts } = signInWorld();
    const { browserId } = await enter({ password: "right" });
    await attempts(MAX, () => ({}));
    expect(await attempt({ password: "right" })).toBe("too-many-attempts");

    const again = await enter({ password: "right", browserId });

    expect(again.browserId).toBe(browserId);
    expect((await attempts(MAX, () => ({ browserId }))).every((answer) => answer === "sign-in-refused")).toBe(true);
    expect(await attempt({ password: "right", browserId })).toBe("too-many-attempts");
  });

  it("is no help with anybody else's password, and none that a stranger made up is taken", async () => {
    const { enter, attempts, attempt } = signInWorld(aUser(), aUser({ userId: 2, login: "bea", mail: "" }));
    const { browserId: ofBea } = await enter({ login: "bea", password: "right" });
    const madeUp = "x".repeat(43);
    await attempts(MAX, (nth) => ({ browserId: nth % 2 === 0 ? ofBea : madeUp }));

    expect(await attempt({ password: "right", browserId: ofBea })).toBe("too-many-attempts");
    expect(await attempt({ password: "right", browserId: madeUp })).toBe("too-many-attempts");
    expect((await enter({ login: "bea", password: "right", browserId: madeUp })).browserId).not.toBe(madeUp);
  });

  it("is a stranger again once the password was changed, or after 180 days", async () => {
    const { enter, attempt, attempts, people, deps } = signInWorld();
    const { browserId } = await enter({ password: "right" });
    deps.clock.advance(180 * 24 * 3_600_000);
    await attempts(MAX, () => ({}));
    expect(await attempt({ password: "right", browserId })).toBe("too-many-attempts");

    deps.clock.advance(SIGN_IN_PER_USER.windowMs);
    const { browserId: fresh } = await enter({ password: "right" });
    people[0] = aUser({ factors: { ...aUser().factors, password: { scheme: "bcrypt", hash: "right", changedAt: 1 } } });
    await attempts(MAX, () => ({}));
    expect(await attempt({ password: "right", browserId: fresh })).toBe("too-many-attempts");
  });
});

describe("a code of an authenticator", () => {
  it("lets one of 20 in that come with it at once", async () => {
    const factors = { ...aUser().factors, authenticators: [{ deviceId: 7, secret: "S" }] };
    const { attempt, deps } = signInWorld(aUser({ login: "ada", factors }));
    const code = `S${Math.floor(deps.clock.now() / 30_000)}`;

    const answers = await Promise.all(Array.from({ length: 20 }, () => attempt({ password: "right", code })));

    expect(answers.filter((answer) => answer === "signed in")).toHaveLength(1);
    expect(deps.world.sessions.size).toBe(1);
  });

  it("is not used up by whoever does not know the password", async () => {
    const factors = { ...aUser().factors, authenticators: [{ deviceId: 7, secret: "S" }] };
    const { attempt, deps } = signInWorld(aUser({ login: "ada", factors }));
    const code = `S${Math.floor(deps.clock.now() / 30_000)}`;
    await attempt({ password: "wrong", code });

    expect(await attempt({ password: "right", code })).toBe("signed in");
  });
});

it("a second factor that cannot be checked here makes no oracle of a sign-in: right and wrong passwords are refused alike", async () => {
  const factors = { ...aUser().factors, uncheckable: ["TwoFactorAuthentication::Device::Webauthn"] };
  const { deps, attempt, attempts } = signInWorld(aUser({ login: "ada", factors }));

  const answers = await attempts(MAX, (nth) => ({ password: nth % 2 === 0 ? "right" : "wrong" }));

  expect(answers.every((answer) => answer === "sign-in-refused")).toBe(true);
  expect(await attempt({ password: "right" })).toBe("too-many-attempts");
  expect(deps.passwords.computed()).toBe(MAX);
  expect(deps.world.facts[0]).toMatchObject({ what: "session.refused", origin: { address: "192.0.2.1" } });
});
