import { describe, expect, it } from "vitest";
import { aBackupToken, aChange, aFact } from "../../support/a-backup.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";

describe.each(STORE_WORLDS)("backup tokens $name", (world) => {
  const run = casesIn(world);

  it("are one per user, found by user and listed by tenant", () =>
    run(async ({ tokens, clock }, tenantId) => {
      const [ada, ben] = [aBackupToken({ tenantId, userId: 1 }), aBackupToken({ tenantId, userId: 2, tokenId: "t2" })];
      expect(await tokens.replace(ada, undefined, aChange(tenantId, clock.now()))).toBe(true);
      expect(await tokens.replace(ben, undefined, aChange(tenantId, clock.now()))).toBe(true);

      expect(await tokens.find(tenantId, 1)).toEqual(ada);
      expect(await tokens.find(tenantId, 3)).toBeUndefined();
      const listed = await tokens.list(tenantId);
      expect(listed.toSorted((a, b) => a.userId - b.userId)).toEqual([ada, ben]);
      expect(await tokens.list("elsewhere")).toEqual([]);
    }));

  it("are replaced only in place of the one that was seen", () =>
    run(async (stores, tenantId) => {
      const { tokens, clock } = stores;
      await tokens.replace(aBackupToken({ tenantId }), undefined, aChange(tenantId, clock.now()));
      const refused = { events: [], fact: aFact({ tenantId }) };

      expect(await tokens.replace(aBackupToken({ tenantId, tokenId: "t2" }), undefined, refused)).toBe(false);
      expect(await tokens.replace(aBackupToken({ tenantId, tokenId: "t2" }), "t0", refused)).toBe(false);

      expect(await tokens.find(tenantId, 7)).toMatchObject({ tokenId: "t1" });
      expect(await stores.factIds(tenantId)).not.toContain(refused.fact.factId);
    }));

  it("let one of two replacements at once win", () =>
    run(async (stores, tenantId) => {
      const { tokens, clock } = stores;
      await tokens.replace(aBackupToken({ tenantId }), undefined, aChange(tenantId, clock.now()));
      const change = aChange(tenantId, clock.now());

      const won = await Promise.all([
        tokens.replace(aBackupToken({ tenantId, tokenId: "t2" }), "t1", change),
        tokens.replace(aBackupToken({ tenantId, tokenId: "t3" }), "t1", aChange(tenantId, clock.now())),
      ]);

      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await tokens.find(tenantId, 7)).toMatchObject({ tokenId: won[0] ? "t2" : "t3" });
      expect((await stores.factIds(tenantId)).includes(change.fact.factId)).toBe(won[0]);
    }));

  it("let one of two first tokens at once win", () =>
    run(async ({ tokens, clock }, tenantId) => {
      const won = await Promise.all(
        ["t2", "t3"].map((tokenId) =>
          tokens.replace(aBackupToken({ tenantId, tokenId }), undefined, aChange(tenantId, clock.now())),
        ),
      );

      expect(won.filter(Boolean)).toHaveLength(1);
    }));

  it("have their wait ended once, and keep the time that was promised", () =>
    run(async (stores, tenantId) => {
      const { tokens, clock } = stores;
      const token = aBackupToken({ tenantId, validFrom: clock.now() + 1_000 });
      await tokens.replace(token, undefined, aChange(tenantId, clock.now()));
      const end = (tokenId: string) =>
        tokens.endWait({ ...token, tokenId }, clock.now(), aChange(tenantId, clock.now()));

      expect(await end("t0")).toBe(false);
      const ended = await Promise.all([end("t1"), end("t1")]);

      expect(ended.filter(Boolean)).toHaveLength(1);
      expect(await tokens.find(tenantId, 7)).toEqual({ ...token, waitEndedAt: clock.now() });
    }));

  it("are revoked once, and only the one that was meant", () =>
    run(async ({ tokens, clock }, tenantId) => {
      const token = aBackupToken({ tenantId });
      await tokens.replace(token, undefined, aChange(tenantId, clock.now()));

      expect(await tokens.revoke({ ...token, tokenId: "t0" }, aChange(tenantId, clock.now()))).toBe(false);
      expect(await tokens.revoke(token, aChange(tenantId, clock.now()))).toBe(true);
      expect(await tokens.revoke(token, aChange(tenantId, clock.now()))).toBe(false);

      expect(await tokens.find(tenantId, 7)).toBeUndefined();
      expect(await tokens.replace(token, undefined, aChange(tenantId, clock.now()))).toBe(true);
    }));
});
