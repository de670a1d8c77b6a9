import { describe, expect, it } from "vitest";
import { failBackup } from "../../../functions/domain/backup/fail-backup.ts";
import { type BackupRequest, requestBackup } from "../../../functions/domain/backup/request-backup.ts";
import { isFailure } from "../../../functions/domain/failure.ts";
import { makeToken } from "../../../functions/domain/token/make-token.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { domainDeps } from "../../support/domain-deps.ts";
import { aUser } from "../../support/memory-users.ts";
import { signedIn } from "../../support/signed-in.ts";

const origin = { address: "192.0.2.1", requestId: "r1" };
const ada = aUser();
const bob = aUser({ userId: 2, login: "bob" });

async function setUp() {
  const people = [ada, bob];
  const deps = domainDeps({ acme: people });
  const wish = { confirmation: "create", typed: { password: "right" } } as const;
  const { token } = await makeToken(deps, await signedIn(deps, ada), wish);
  deps.world.outbox.clear();
  const request = (wanted: Partial<BackupRequest> = {}) =>
    requestBackup(deps, aTenant(), {
      user: ada,
      apiKeyId: 9,
      backupToken: token,
      wantsAttachments: true,
      origin,
      ...wanted,
    });
  return { deps, people, token, request };
}

describe("requesting a backup", () => {
  it("writes the backup, its first message and the fact, and takes the slot", async () => {
    const { deps, request } = await setUp();
    const backup = await request();
    expect(backup).toMatchObject({
      state: "queued",
      requestedBy: { login: "ada", apiKeyId: 9 },
      wantsAttachments: true,
    });
    expect([...deps.world.outbox.values()].map(({ event }) => event)).toMatchObject([
      { kind: "work", work: { step: "dump" } },
    ]);
    expect(deps.world.facts.at(-1)).toMatchObject({ what: "backup.requested", details: { backupId: backup.backupId } });
  });

  it.each([
    ["no permission", { user: aUser({ mayCreateBackup: false }), backupToken: "anything" }, "missing-permission"],
    ["a token that is none", { backupToken: "wrong" }, "backup-token-refused"],
    ["someone else's token", { user: bob }, "backup-token-refused"],
  ])("refuses %s, changes nothing, and keeps the refusal", async (_, wanted, code) => {
    const { deps, request } = await setUp();
    await expect(request(wanted)).rejects.toMatchObject({ code });
    expect(deps.world.backups.size).toBe(0);
    expect(deps.world.facts.at(-1)).toMatchObject({ what: "backup.refused", details: { code } });
  });

  it("says from when a waiting token is usable", async () => {
    const { deps, request } = await setUp();
    const [key, record] = [...deps.world.tokens][0] ?? [];
    if (!key || !record) throw new Error("no token");
    deps.world.tokens.set(key, { ...record, validFrom: deps.clock.now() + 1 });
    await expect(request()).rejects.toMatchObject({
      code: "backup-token-waiting",
      details: { validFrom: "2026-01-31T12:00:00.001Z" },
    });
  });

  it("accepts one of 50 at once, and three a day", async () => {
    const { deps, request } = await setUp();
    const codes: string[] = [];
    for (let round = 1; round <= 4; round += 1) {
      const results = await Promise.allSettled(Array.from({ length: 50 }, () => request()));
      const accepted = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
      for (const result of results)
        if (result.status === "rejected" && isFailure(result.reason)) codes.push(result.reason.code);
      expect(accepted).toHaveLength(round <= 3 ? 1 : 0);
      for (const backup of accepted) await failBackup(deps, backup, "no-progress");
    }
    expect(new Set(codes)).toEqual(new Set(["backup-pending", "daily-limit"]));
    await expect(request()).rejects.toMatchObject({ details: { retryAfterSeconds: 12 * 3600 } });
  });

  it("answers a repeated Idempotency-Key with the same backup, before pending and limit", async () => {
    const { request } = await setUp();
    const first = await request({ idempotencyKey: "nightly-1" });
    expect((await request({ idempotencyKey: "nightly-1" })).backupId).toBe(first.backupId);
    await expect(request({ idempotencyKey: "nightly-1", wantsAttachments: false })).rejects.toMatchObject({
      code: "idempotency-key-reused",
    });
    await expect(request({ idempotencyKey: "nightly-2" })).rejects.toMatchObject({ code: "backup-pending" });
  });

  it.each([
    ["the permission is taken away", { ...ada, mayCreateBackup: false }],
    ["the user is locked", undefined],
  ])("accepts nothing when %s while the request is looked at", async (_, changed) => {
    const { deps, people, request } = await setUp();
    const { hasher } = deps;
    deps.hasher = {
      ...hasher,
      async matches(...what) {
        people.splice(0, 1, ...(changed ? [changed] : []));
        return hasher.matches(...what);
      },
    };

    await expect(request()).rejects.toMatchObject({ code: "missing-permission" });
    expect([deps.world.backups.size, deps.world.slots.size, deps.world.outbox.size]).toEqual([0, 0, 0]);
  });

  it("tells the key's owner and the administrators once an hour that it presents wrong tokens, however many", async () => {
    const { deps, request } = await setUp();
    const guess = (count: number) =>
      Promise.allSettled(Array.from({ length: count }, () => request({ backupToken: "wrong" })));
    const told = () => [...deps.world.outbox.values()].map(({ event }) => event);
    await guess(9);
    expect(told()).toEqual([]);
    await guess(50);
    expect(told()).toMatchObject([
      { notice: { kind: "wrong-backup-tokens", about: { login: "ada" }, address: "192.0.2.1" } },
    ]);
    expect(deps.world.facts.filter(({ what }) => what === "token.guessed")).toMatchObject([{ actor: { apiKeyId: 9 } }]);

    deps.clock.advance(3_600_000);
    await guess(20);
    expect(told()).toHaveLength(2);
  });

  it("stops counting wrong tokens at ten an hour for an API key, and lets other keys through", async () => {
    const { request, token } = await setUp();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await expect(request({ backupToken: "wrong" })).rejects.toMatchObject({ code: "backup-token-refused" });
    }
    await expect(request({ backupToken: token })).rejects.toMatchObject({ code: "too-many-attempts" });
    expect((await request({ apiKeyId: 10 })).state).toBe("queued");
  });
});
