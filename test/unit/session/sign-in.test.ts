import { describe, expect, it } from "vitest";
import { isFailure } from "../../../functions/domain/failure.ts";
import { SIGN_IN_PER_USER } from "../../../functions/domain/session/attempts.ts";
import { signIn } from "../../../functions/domain/session/sign-in.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { domainDeps } from "../../support/domain-deps.ts";
import { aUser } from "../../support/memory-users.ts";

/** As the tenant's database finds them: blanks around a name, and its case, mean nothing. */
const spellings = ["ada", " ada", "ada ", "\tada", "ada\u00a0", "ADA", " Ada\u2003"];

/** Every try comes from an address of its own, as those of many machines do. */
function signInWorld(user = aUser({ login: "ada" })) {
  const deps = domainDeps({ acme: [user] });
  let tries = 0;
  const attempt = async (login: string, password = "wrong"): Promise<string> => {
    tries += 1;
    try {
      await signIn(deps, aTenant(), login, { password }, { address: `192.0.2.${tries}`, requestId: `r${tries}` });
      return "signed in";
    } catch (error) {
      if (isFailure(error)) return error.code;
      throw error;
    }
  };
  return { deps, attempt };
}

describe("guessing somebody's password", () => {
  it("is counted together, however their name is spelled", async () => {
    const { deps, attempt } = signInWorld();
    const answers: string[] = [];
    for (let round = 0; round < 2 * SIGN_IN_PER_USER.max; round += 1) {
      answers.push(await attempt(spellings[round % spellings.length] ?? ""));
    }

    expect(answers.filter((answer) => answer === "sign-in-refused")).toHaveLength(SIGN_IN_PER_USER.max);
    expect(deps.passwords.computed()).toBe(SIGN_IN_PER_USER.max);
  });

  it("is counted together for the letters that only some programs write small alike", async () => {
    const { deps, attempt } = signInWorld();
    for (let round = 0; round < 2 * SIGN_IN_PER_USER.max; round += 1) {
      await attempt(round % 2 === 0 ? "admin" : "adm\u0130n");
    }

    expect(deps.passwords.computed()).toBe(SIGN_IN_PER_USER.max);
  });

  it("does not keep others out", async () => {
    const { attempt } = signInWorld();
    for (let round = 0; round <= SIGN_IN_PER_USER.max; round += 1) await attempt("somebody");

    expect(await attempt("somebody")).toBe("too-many-attempts");
    expect(await attempt("ada", "right")).toBe("signed in");
  });
});

it("a second factor that cannot be checked here makes no oracle of a sign-in: right and wrong passwords are refused alike", async () => {
  const factors = { ...aUser().factors, uncheckable: ["TwoFactorAuthentication::Device::Webauthn"] };
  const { deps, attempt } = signInWorld(aUser({ login: "ada", factors }));

  for (let round = 0; round < SIGN_IN_PER_USER.max; round += 1) {
    expect(await attempt("ada", round % 2 === 0 ? "right" : "wrong")).toBe("sign-in-refused");
  }

  expect(await attempt("ada", "right")).toBe("too-many-attempts");
  expect(deps.passwords.computed()).toBe(SIGN_IN_PER_USER.max);
  expect(deps.world.facts[0]).toMatchObject({ what: "session.refused", origin: { address: "192.0.2.1" } });
});
