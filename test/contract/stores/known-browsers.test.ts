import { describe, expect, it } from "vitest";
import { BROWSER_KNOWN_MS } from "../../../functions/domain/session/known-browsers.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";

describe.each(STORE_WORLDS)("known browsers $name", (world) => {
  const run = casesIn(world);

  it("are found by tenant, user and hash, as they were seen last, until they were not seen for long", () =>
    run(async ({ browsers, clock }, tenantId) => {
      const browser = { tenantId, userId: 7, idHash: "h1", factorsMark: "m1", seenAt: clock.now() };
      await browsers.remember(browser);
      clock.advance(BROWSER_KNOWN_MS - 1);
      expect(await browsers.find(tenantId, 7, "h1")).toEqual(browser);
      expect(await browsers.find(tenantId, 8, "h1")).toBeUndefined();
      expect(await browsers.find(tenantId, 7, "h2")).toBeUndefined();
      expect(await browsers.find("elsewhere", 7, "h1")).toBeUndefined();

      const seenAgain = { ...browser, factorsMark: "m2", seenAt: clock.now() };
      await browsers.remember(seenAgain);
      clock.advance(BROWSER_KNOWN_MS - 1);
      expect(await browsers.find(tenantId, 7, "h1")).toEqual(seenAgain);
      clock.advance(1);
      expect(await browsers.find(tenantId, 7, "h1")).toBeUndefined();
    }));
});
