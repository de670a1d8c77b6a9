import { describe, expect, it } from "vitest";
import { PULL_WINDOW_MS, pullArchive } from "../../../functions/domain/download/pull-archive.ts";
import { PULL_SEEN_MS } from "../../../functions/domain/download/pulls.ts";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import { aBackup } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { domainDeps } from "../../support/domain-deps.ts";
import { aUser } from "../../support/memory-users.ts";

const origin = { address: "192.0.2.1", requestId: "r1" };
const ada = aUser();
const ARCHIVE = {
  archiveKey: "t/acme/b/b1/g1/archive.zip",
  versionId: "v1",
  bytes: 9,
  crc32: 1,
  entries: 1,
  missing: 0,
  keptUntil: 0,
};

function setUp() {
  const deps = domainDeps({ acme: [ada] });
  const links = { sign: async (...signed: unknown[]) => `https://store.example/${signed.slice(2).join("/")}` };
  const backup = aBackup({
    tenantId: "acme",
    state: "ready",
    archive: ARCHIVE,
    requestedBy: { userId: 1, login: "ada", name: "Ada", apiKeyId: 9 },
    requestedAt: Date.UTC(2026, 0, 31, 11, 30),
    endedAt: deps.clock.now(),
  });
  deps.world.backups.set(`acme/${backup.backupId}`, backup);
  const pull = (owner = { user: ada, apiKeyId: 9 }, tenant = aTenant(), from = origin) =>
    pullArchive({ ...deps, links }, tenant, owner, backup.backupId, from);
  return { deps, pull, backup };
}

describe("fetching an archive by API key", () => {
  it("gives the key that asked a link of two minutes under a name that says what it is, and keeps the fact", async () => {
    const { deps, pull, backup } = setUp();
    expect(await pull()).toBe("https://store.example/openproject-acme-2026-01-31-113000.zip/120");
    expect(deps.world.facts).toMatchObject([{ what: "backup.pulled", details: { backupId: backup.backupId }, origin }]);
  });

  it("is mailed when it is the first by this key or from an address, and not again for 90 days", async () => {
    const { deps, pull, backup } = setUp();
    const told = () => [...deps.world.outbox.values()].map(({ event }) => event.kind === "notice" && event.notice);
    await pull();
    await pull();
    expect(told()).toMatchObject([
      { kind: "backup-pulled", about: { login: "ada" }, backupId: backup.backupId, address: origin.address },
    ]);
    await pull(undefined, undefined, { ...origin, address: "2001:db8::1" });
    await pull(undefined, undefined, { ...origin, address: "2001:db8::1" });
    expect(told()).toHaveLength(2);
    deps.world.backups.set(`acme/${backup.backupId}`, {
      ...backup,
      requestedBy: { ...backup.requestedBy, apiKeyId: 10 },
      endedAt: deps.clock.now() + PULL_SEEN_MS,
    });
    await pull({ user: ada, apiKeyId: 10 });
    expect(told()).toHaveLength(3);
    deps.clock.advance(PULL_SEEN_MS);
    await pull({ user: ada, apiKeyId: 10 });
    expect(told()).toHaveLength(4);
  });

  it("does not exist for another key, another user, or before it is ready", async () => {
    const { deps, pull, backup } = setUp();
    await expect(pull({ user: ada, apiKeyId: 10 })).rejects.toMatchObject({ code: "not-found" });
    await expect(pull({ user: aUser({ userId: 2 }), apiKeyId: 9 })).rejects.toMatchObject({ code: "not-found" });
    deps.world.backups.set(`acme/${backup.backupId}`, { ...backup, state: "sealing" });
    await expect(pull()).rejects.toMatchObject({ code: "not-found" });
    expect(deps.world.facts).toMatchObject(
      Array.from({ length: 3 }, () => ({ what: "backup.pull-refused", origin, details: { code: "not-found" } })),
    );
  });

  it("ends after 24 hours, with the permission, and where the tenant has it switched off", async () => {
    const { deps, pull } = setUp();
    const withdrawn = { user: aUser({ mayCreateBackup: false }), apiKeyId: 9 };
    await expect(pull(withdrawn)).rejects.toMatchObject({ code: "missing-permission" });
    const off = aTenant({ settings: { ...DEFAULT_SETTINGS, backupApiPull: false } });
    await expect(pull(undefined, off)).rejects.toMatchObject({ code: "pull-switched-off" });
    deps.clock.advance(PULL_WINDOW_MS);
    await expect(pull()).rejects.toMatchObject({ code: "pull-over" });
  });
});
