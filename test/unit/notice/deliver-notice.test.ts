import { describe, expect, it } from "vitest";
import { Failure } from "../../../functions/domain/failure.ts";
import { deliverNotice } from "../../../functions/domain/notice/deliver-notice.ts";
import type { Mail } from "../../../functions/domain/notice/mailer.ts";
import type { NoticeEvent } from "../../../functions/domain/notice/notice-event.ts";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { domainDeps } from "../../support/domain-deps.ts";
import { memoryNoticeRows } from "../../support/memory-notice-rows.ts";
import { aUser } from "../../support/memory-users.ts";

const ada = aUser();
const bob = aUser({ userId: 2, login: "bob", mail: "bob@acme.example", isAdmin: false });
const cyd = aUser({ userId: 3, login: "cyd", mail: "cyd@acme.example" });

const failed: NoticeEvent = {
  eventId: "e1",
  tenantId: "acme",
  at: Date.UTC(2026, 0, 31),
  kind: "backup-failed",
  about: { userId: 2, login: "bob", name: "Bob" },
  backupId: "b1",
  requestedAt: Date.UTC(2026, 0, 31),
  reason: "The database could not be dumped.",
};

function setUp(answers: readonly (Failure | "accepted")[] = []) {
  const deps = domainDeps({ acme: [ada, bob, cyd] });
  deps.world.tenants.set("acme", aTenant());
  const sent: Mail[] = [];
  const left = [...answers];
  const mailer = {
    async send(mail: Mail) {
      const answer = left.shift() ?? "accepted";
      if (answer !== "accepted") throw answer;
      sent.push(mail);
      return answer;
    },
  };
  const all = { ...deps, mailer, rows: memoryNoticeRows(deps.clock), mailFrom: "backup@coffer.example" };
  return { deps, sent, deliver: (event = failed) => deliverNotice(all, event) };
}

describe("delivering a notice", () => {
  it("mails the user it is about and every active administrator, once each, however often the message comes", async () => {
    const { sent, deliver } = setUp();
    await Promise.allSettled([deliver(), deliver()]);
    await deliver();
    expect(sent.map(({ to }) => to).sort()).toEqual(["ada@acme.example", "bob@acme.example", "cyd@acme.example"]);
  });

  it("mails what support is asked to the support address alone, or to nobody without one", async () => {
    const { sent, deliver, deps } = setUp();
    const asked: NoticeEvent = {
      eventId: "e2",
      tenantId: "acme",
      at: 1,
      kind: "support-asked",
      about: failed.about,
      backupId: "b1",
      requestedAt: 1,
      state: "failed",
    };
    await deliver(asked);
    expect(sent).toEqual([]);
    deps.world.tenants.set("acme", aTenant({ settings: { ...DEFAULT_SETTINGS, supportMail: "help@coffer.example" } }));
    await deliver(asked);
    await deliver(asked);
    expect(sent.map(({ to }) => to)).toEqual(["help@coffer.example"]);
  });

  it("serves the others when one cannot be, and only that one at the next delivery", async () => {
    const { sent, deliver } = setUp([new Failure("service-busy")]);
    await expect(deliver()).rejects.toMatchObject({ code: "service-busy", details: { recipientsLeft: 1 } });
    expect(sent).toHaveLength(2);
    await deliver();
    expect(sent).toHaveLength(3);
  });

  it("sends once more, and no more than that, when nobody can say whether a mail was accepted", async () => {
    const { sent, deliver, deps } = setUp([
      new Failure("answer-ambiguous"),
      "accepted",
      "accepted",
      new Failure("answer-ambiguous"),
    ]);
    await expect(deliver()).rejects.toMatchObject({ code: "service-busy" });
    deps.clock.advance(120_000);
    await expect(deliver()).rejects.toMatchObject({ code: "service-busy" });
    deps.clock.advance(120_000);
    await deliver();
    expect(sent).toHaveLength(2);
  });
});
