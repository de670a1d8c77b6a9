import { PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { BROWSER_KNOWN_MS, type KnownBrowser, type KnownBrowsers } from "../../domain/session/known-browsers.ts";
import { decodeRow } from "./decode-row.ts";
import { write } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { expirySeconds } from "./expiry.ts";
import { browserKey } from "./keys.ts";
import { readItem } from "./read-item.ts";

const browserShape: z.ZodMiniType<KnownBrowser> = z.object({
  tenantId: z.string(),
  userId: z.number(),
  idHash: z.string(),
  factorsMark: z.string(),
  seenAt: z.number(),
} satisfies Record<keyof KnownBrowser, unknown>);

export const dynamoKnownBrowsers = (deps: DynamoDeps): KnownBrowsers => ({
  async find(tenantId, userId, idHash) {
    const item = await readItem(deps, browserKey(tenantId, userId, idHash));
    const browser = item && decodeRow(browserShape, item);
    return browser && deps.clock.now() - browser.seenAt < BROWSER_KNOWN_MS ? browser : undefined;
  },

  async remember(browser) {
    const item = {
      ...browserKey(browser.tenantId, browser.userId, browser.idHash),
      ...browser,
      expiresAt: expirySeconds(browser.seenAt + BROWSER_KNOWN_MS),
    };
    await write(deps, () => deps.client.send(new PutCommand({ TableName: deps.table, Item: item })));
  },
});
