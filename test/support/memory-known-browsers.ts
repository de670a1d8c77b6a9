import { BROWSER_KNOWN_MS, type KnownBrowsers } from "../../functions/domain/session/known-browsers.ts";
import { keyOf, type MemoryWorld } from "./memory-world.ts";

export const memoryKnownBrowsers = ({ browsers, clock }: MemoryWorld): KnownBrowsers => ({
  async find(tenantId, userId, idHash) {
    const browser = browsers.get(keyOf(tenantId, userId, idHash));
    return browser && clock.now() - browser.seenAt < BROWSER_KNOWN_MS ? browser : undefined;
  },
  async remember(browser) {
    browsers.set(keyOf(browser.tenantId, browser.userId, browser.idHash), browser);
  },
});
