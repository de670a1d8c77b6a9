import { describe, expect, it } from "vitest";
import { WEEK_MS, weekEnd } from "../../../functions/domain/download/pull-digests.ts";
import { sendPullDigest } from "../../../functions/domain/download/send-pull-digest.ts";
import { renderNotice } from "../../../functions/domain/notice/render-notice.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { domainDeps } from "../../support/domain-deps.ts";
import { aUser } from "../../support/memory-users.ts";

const about = { userId: 1, login: "ada", name: "Ada Admin" };

describe("the digest of a week's pulls", () => {
  it("ends on Monday at midnight UTC", () => {
    const monday = Date.UTC(2026, 1, 2);
    for (const now of [monday - WEEK_MS, monday - WEEK_MS + 1, monday - 1]) expect(weekEnd(now)).toBe(monday);
    expect(weekEnd(monday)).toBe(monday + WEEK_MS);
  });

  it("tells people how often a key fetched, once", async () => {
    const deps = domainDeps({});
    const digest = { tenantId: "acme", apiKeyId: 9, about, weekEndsAt: Date.UTC(2026, 1, 2), pulls: 7 };
    deps.world.pullDigests.set("acme/1769990400000/9", digest);
    await sendPullDigest(deps, digest);
    await sendPullDigest(deps, digest);
    const [sent, ...others] = [...deps.world.outbox.values()];
    expect(others).toEqual([]);
    if (sent?.event.kind !== "notice") throw new TypeError("no notice");
    const { text } = renderNotice(aTenant(), sent.event.notice, aUser());
    expect(text).toMatch(/7 times/u);
    expect(text).toContain("2026-01-26 00:00 UTC");
    expect(deps.world.facts).toMatchObject([{ what: "backup.pulls-told", details: { pulls: 7 } }]);
  });
});
