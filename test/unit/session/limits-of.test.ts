import { describe, expect, it } from "vitest";
import { confirmPerson } from "../../../functions/domain/session/confirm-person.ts";
import { limitsOf } from "../../../functions/domain/session/limits-of.ts";
import { signIn } from "../../../functions/domain/session/sign-in.ts";
import { DEFAULT_SETTINGS, type TenantSettings } from "../../../functions/domain/tenant/tenant.ts";
import { checkToken } from "../../../functions/domain/token/check-token.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { domainDeps } from "../../support/domain-deps.ts";
import { aUser } from "../../support/memory-users.ts";
import { signedIn } from "../../support/signed-in.ts";

const tenantWith = (settings: Partial<TenantSettings>) => aTenant({ settings: { ...DEFAULT_SETTINGS, ...settings } });
const origin = (nth: number) => ({ address: `192.0.2.${nth}`, requestId: "r" });

describe("how many tries people of a tenant have", () => {
  it("is as usual unless the operator says otherwise", () => {
    const { signInPerUser, signInPerAddress, stepUpPerUser, wrongTokensPerKey, failuresInARow } = limitsOf(aTenant());
    const maxima = [signInPerUser, signInPerAddress, stepUpPerUser, wrongTokensPerKey].map(({ max }) => max);
    expect([...maxima, failuresInARow]).toEqual([20, 100, 5, 10, 100]);
  });

  it("is never more than 100 in a row", () => {
    expect(limitsOf(tenantWith({ failuresInARow: 1_000 })).failuresInARow).toBe(100);
  });

  it("holds at the sign-in, for one user and for one address", async () => {
    const deps = domainDeps({ acme: [aUser()] });
    const tenant = tenantWith({ signInTriesPerUser: 2, signInTriesPerAddress: 3 });
    const guess = (login: string, nth: number) =>
      signIn(deps, tenant, { login, typed: { password: "x" } }, origin(nth));
    for (const nth of [1, 2]) await expect(guess("ada", nth)).rejects.toMatchObject({ code: "sign-in-refused" });
    await expect(guess("ada", 3)).rejects.toMatchObject({ code: "too-many-attempts" });
    for (const login of ["b", "c"]) await expect(guess(login, 1)).rejects.toMatchObject({ code: "sign-in-refused" });
    await expect(guess("d", 1)).rejects.toMatchObject({ code: "too-many-attempts" });
  });

  it("holds in a row, and where somebody confirms", async () => {
    const deps = domainDeps({ acme: [aUser()] });
    const person = await signedIn(deps, aUser(), tenantWith({ failuresInARow: 2, stepUpTriesPerUser: 4 }));
    const guess = () => confirmPerson(deps, person, { password: "x" });
    for (let tried = 0; tried < 2; tried += 1)
      await expect(guess()).rejects.toMatchObject({ code: "confirmation-refused" });
    for (let tried = 0; tried < 2; tried += 1)
      await expect(guess()).rejects.toMatchObject({ code: "password-disabled" });
    await expect(guess()).rejects.toMatchObject({ code: "too-many-attempts" });
    expect(deps.world.outbox.size).toBe(1);
  });

  it("holds for wrong backup tokens", async () => {
    const deps = domainDeps({ acme: [aUser()] });
    const presenter = { tenant: tenantWith({ wrongTokensPerKey: 1 }), user: aUser(), apiKeyId: 9, origin: origin(1) };
    await expect(checkToken(deps, presenter, "x")).rejects.toMatchObject({ code: "backup-token-refused" });
    await expect(checkToken(deps, presenter, "x")).rejects.toMatchObject({ code: "too-many-attempts" });
  });
});
