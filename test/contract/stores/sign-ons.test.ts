import { describe, expect, it } from "vitest";
import type { SignOnChallenge } from "../../../functions/domain/single-sign-on/sign-on-challenge.ts";
import type { SignOnIdentity } from "../../../functions/domain/single-sign-on/sign-on-identity.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";

const aChallenge = (challenge: Partial<SignOnChallenge> & { readonly tenantId: string }): SignOnChallenge => ({
  stateHash: "s1",
  nonceHash: "n1",
  codeVerifier: "v1",
  purpose: "step-up",
  sessionHash: "h1",
  returnPath: "/backups",
  challengedAt: 1_000,
  endsAt: 2_000,
  ...challenge,
});

const anIdentity = (identity: Partial<SignOnIdentity> & { readonly tenantId: string }): SignOnIdentity => ({
  idHash: "i1",
  purpose: "sign-in",
  issuer: "https://login.example",
  subject: "maya",
  challengedAt: 1_000,
  endsAt: 2_000,
  ...identity,
});

describe.each(STORE_WORLDS)("single sign-ons $name", (world) => {
  const run = casesIn(world);

  it("give a challenge back as it was, once, to one of many who ask at the same time", () =>
    run(async ({ challenges }, tenantId) => {
      const challenge = aChallenge({ tenantId });
      await challenges.begin(challenge);
      const taken = await Promise.all(Array.from({ length: 20 }, () => challenges.take(tenantId, "s1")));

      expect(taken.filter((one) => one !== undefined)).toEqual([challenge]);
      expect(await challenges.take(tenantId, "s1")).toBeUndefined();
    }));

  it("give an identity back as it was, once, to one of many who ask at the same time", () =>
    run(async ({ identities }, tenantId) => {
      const [plain, whole] = [
        anIdentity({ tenantId }),
        anIdentity({ tenantId, idHash: "i2", purpose: "step-up", sessionHash: "h1", authTimeSeconds: 7 }),
      ];
      await identities.keep(plain);
      await identities.keep(whole);
      const taken = await Promise.all(Array.from({ length: 20 }, () => identities.take(tenantId, "i1")));

      expect(taken.filter((one) => one !== undefined)).toEqual([plain]);
      expect(await identities.take(tenantId, "i2")).toEqual(whole);
    }));

  it("are of one tenant", () =>
    run(async ({ challenges, identities }, tenantId) => {
      await challenges.begin(aChallenge({ tenantId }));
      await identities.keep(anIdentity({ tenantId }));

      expect(await challenges.take(`${tenantId}-2`, "s1")).toBeUndefined();
      expect(await identities.take(`${tenantId}-2`, "i1")).toBeUndefined();
      expect(await challenges.take(tenantId, "i1")).toBeUndefined();
      expect(await identities.take(tenantId, "s1")).toBeUndefined();
    }));
});
