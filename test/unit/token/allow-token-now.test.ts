import { describe, expect, it } from "vitest";
import { allowTokenNow } from "../../../functions/domain/token/allow-token-now.ts";
import { checkToken } from "../../../functions/domain/token/check-token.ts";
import { makeToken } from "../../../functions/domain/token/make-token.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { domainDeps } from "../../support/domain-deps.ts";
import { aUser } from "../../support/memory-users.ts";
import { signedIn } from "../../support/signed-in.ts";

const origin = { address: "192.0.2.1", requestId: "r1" };
const sso = aUser({ factors: { ...aUser().factors, isSingleSignOn: true } });
const by = { actor: { kind: "system" }, origin, reason: " Ticket 4711 " } as const;

async function waitingToken() {
  const deps = domainDeps({ acme: [sso] });
  const wish = { confirmation: "create", typed: { password: "right" } } as const;
  const { token, record } = await makeToken(deps, await signedIn(deps, sso), wish);
  deps.world.outbox.clear();
  return { deps, record, check: () => checkToken(deps, { tenant: aTenant(), user: sso, apiKeyId: 9, origin }, token) };
}

describe("ending the wait of a backup token", () => {
  it("makes it usable at once, keeps the time that was promised, and tells people and audit log the reason", async () => {
    const { deps, record, check } = await waitingToken();
    await expect(check()).rejects.toMatchObject({ code: "backup-token-waiting" });

    expect(await allowTokenNow(deps, aTenant(), 1, by)).toBe(true);

    expect(await check()).toEqual({ ...record, waitEndedAt: deps.clock.now() });
    const events = [...deps.world.outbox.values()].map(({ event }) => event);
    expect(events).toMatchObject([{ notice: { kind: "token-wait-skipped", reason: "Ticket 4711" } }]);
    expect(deps.world.facts.at(-1)).toMatchObject({
      what: "token.wait-skipped",
      actor: { kind: "system" },
      origin,
      details: { holder: "ada", reason: "Ticket 4711" },
    });
  });

  it("does nothing, and tells nobody, where there is nothing to wait for", async () => {
    const { deps } = await waitingToken();
    await allowTokenNow(deps, aTenant(), 1, by);

    expect(await allowTokenNow(deps, aTenant(), 1, by)).toBe(false);
    expect(deps.world.outbox.size).toBe(1);
    await expect(allowTokenNow(deps, aTenant(), 2, by)).rejects.toMatchObject({ code: "not-found" });
  });

  it.each(["", "  ", "x".repeat(501)])("needs a reason of some words: %j", async (reason) => {
    const { deps, check } = await waitingToken();
    await expect(allowTokenNow(deps, aTenant(), 1, { ...by, reason })).rejects.toMatchObject({
      code: "constraint-violation",
    });
    await expect(check()).rejects.toMatchObject({ code: "backup-token-waiting" });
  });
});
