import { expect, it } from "vitest";
import { FAILURES_IN_A_ROW_MAX } from "../../../functions/domain/session/failure-streaks.ts";
import { reenablePassword } from "../../../functions/domain/session/reenable-password.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { domainDeps } from "../../support/domain-deps.ts";
import { aUser } from "../../support/memory-users.ts";

it("a password that was disabled is taken again, and the people and the audit log are told", async () => {
  const deps = domainDeps({ acme: [aUser()] });
  const origin = { address: "internal", requestId: "r" };
  const streak = { tenantId: "acme", user: { userId: 1, login: "ada" }, way: "sign-in" } as const;
  const again = () =>
    reenablePassword(deps, aTenant(), 1, { actor: { kind: "system" }, origin, reason: "She called." });
  await expect(again()).rejects.toMatchObject({ code: "not-found" });
  for (let each = 0; each < FAILURES_IN_A_ROW_MAX; each += 1) await deps.streaks.count(streak, FAILURES_IN_A_ROW_MAX);

  await again();

  expect(await deps.streaks.count(streak, FAILURES_IN_A_ROW_MAX)).toBe(1);
  const events = [...deps.world.outbox.values()].map(({ event }) => event);
  expect(events).toMatchObject([{ notice: { kind: "password-enabled", about: { userId: 1, name: "Ada Admin" } } }]);
  expect(deps.world.facts.at(-1)).toMatchObject({ what: "password.enabled", details: { reason: "She called." } });
});
