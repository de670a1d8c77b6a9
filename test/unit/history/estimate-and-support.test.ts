import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import { aDump } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { aReadyBackup, CYD, historyWorld } from "../../support/history-world.ts";

const ESTIMATE = "/api/v3/backups/estimate";
const SUPPORT = "/api/v3/backups/{backupId}/support_request";

const withSettings = (settings: Partial<typeof DEFAULT_SETTINGS>) =>
  aTenant({ settings: { ...DEFAULT_SETTINGS, ...settings } });

describe("an estimate", () => {
  it("without a past rests on the sizes alone", async () => {
    const { as } = historyWorld();
    expect((await (await as("cyd"))("GET", ESTIMATE)).body).toMatchObject({
      database: { bytes: 4_000, rows: 70, expectedDumpSeconds: 1, dumpTooLong: false },
      attachments: { count: 3, bytes: 900, leftOut: null },
      expectedBytes: 1_900,
      expectedSeconds: 10,
      basedOnBackups: 0,
    });
  });

  it("rests on the last five backups where there are any, deleted ones too", async () => {
    const { put, as } = historyWorld();
    const took50s = { requestedAt: 1_000, endedAt: 51_000 };
    for (let n = 1; n <= 4; n += 1) {
      put({ ...aReadyBackup, ...took50s, backupId: `b${n}`, dump: aDump({ dumpBytes: 100 }) });
    }
    const newest = { requestedAt: 9_000, endedAt: 9_000 + 50_000, dump: aDump({ dumpBytes: 1_600 }) };
    put({ ...aReadyBackup, ...newest, state: "deleted", backupId: "b9" });
    put({ ...aReadyBackup, requestedAt: 1, endedAt: 2, backupId: "b0" });
    expect((await (await as("cyd"))("GET", ESTIMATE)).body).toMatchObject({
      expectedBytes: 2_500,
      expectedSeconds: 25,
      basedOnBackups: 5,
    });
  });

  it("says that the dump would take too long, by the rate of the dumps before", async () => {
    const { put, as, deps, size } = historyWorld();
    deps.sizes.look = async () => ({ ...size, databaseBytes: 721_000 });
    put({
      ...aReadyBackup,
      backupId: "b1",
      dump: aDump({ databaseBytes: 20_000, dumpMs: 20_000, snapshotAt: deps.clock.now() }),
    });
    put({ ...aReadyBackup, backupId: "b0", dump: aDump() });
    expect((await (await as("cyd"))("GET", ESTIMATE)).body).toMatchObject({
      database: { bytes: 721_000, expectedDumpSeconds: 721, dumpTooLong: true },
      expectedSeconds: 721,
    });
  });

  it.each([
    ["not-asked", {}, "false"],
    ["switched-off", { backupIncludeAttachments: false }, "true"],
    ["over-size-limit", { backupAttachmentSizeMaxSumMb: 1 }, "true"],
  ] as const)("says that attachments are left out: %s", async (leftOut, settings, attachments) => {
    const { as, deps, size } = historyWorld();
    deps.world.tenants.set("acme", withSettings(settings));
    deps.sizes.look = async () => ({ ...size, attachments: { count: 1, bytes: 1024 ** 2 + 1 } });
    const { body } = await (await as("cyd"))("GET", ESTIMATE, { query: { attachments } });
    expect(body).toMatchObject({ attachments: { count: 1, leftOut }, expectedBytes: 1_000 });
  });

  it("is for those who may ask for a backup, and takes no other question", async () => {
    const { as, people } = historyWorld();
    const cyd = await as("cyd");
    expect((await cyd("GET", ESTIMATE, { query: { attachments: "yes" } })).status).toBe(422);
    const at = people.findIndex(({ login }) => login === "cyd");
    const [before] = people.splice(at, 1);
    if (before) people.push({ ...before, mayCreateBackup: false });
    expect((await cyd("GET", ESTIMATE)).status).toBe(403);
  });
});

describe("asking support", () => {
  it("sends one notice with the backup's id, state and failure", async () => {
    const { put, as, deps, notices, facts } = historyWorld();
    deps.world.tenants.set("acme", withSettings({ supportMail: "help@coffer.example" }));
    put({ state: "failed", failure: "dump-failed" });
    const cyd = await as("cyd");
    expect(await cyd("POST", SUPPORT, { body: { message: "What now?" } })).toMatchObject({
      status: 202,
      body: { _links: { backup: { href: "/api/v3/backups/b1" } } },
    });
    expect(notices("support-asked")).toMatchObject([
      {
        about: CYD,
        backupId: "b1",
        state: "failed",
        reason: expect.stringContaining("could not be dumped"),
        message: "What now?",
      },
    ]);
    expect(facts("support.asked")).toHaveLength(1);
  });

  it("is refused without an address, for another's backup, and after five a day", async () => {
    const { put, as, deps } = historyWorld();
    put();
    const cyd = await as("cyd");
    expect((await cyd("POST", SUPPORT, { body: {} })).status).toBe(409);
    deps.world.tenants.set("acme", withSettings({ supportMail: "help@coffer.example" }));
    expect((await (await as("dan"))("POST", SUPPORT, { body: {} })).status).toBe(404);
    expect((await cyd("POST", SUPPORT, { body: { message: "x".repeat(1_001) } })).status).toBe(422);
    for (let asked = 0; asked < 5; asked += 1) {
      expect((await cyd("POST", SUPPORT, { body: {} })).status).toBe(202);
    }
    expect(await cyd("POST", SUPPORT, { body: {} })).toMatchObject({
      status: 429,
      headers: { "retry-after": expect.any(String) },
    });
  });
});
