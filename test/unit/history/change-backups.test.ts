import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import { anArchive } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { aReadyBackup, CYD, historyWorld } from "../../support/history-world.ts";

const BACKUP = "/api/v3/backups/{backupId}";
const CANCEL = `${BACKUP}/cancel`;
const DAY_MS = 24 * 3_600_000;
const PROOF = { password: "right" };

describe("cancelling", () => {
  it.each(["queued", "dumping", "packing", "sealing"] as const)(
    "ends what is %s, and frees the slot",
    async (state) => {
      const { put, as, deps, facts } = historyWorld();
      put({ state });
      deps.world.slots.set("acme", "b1");
      const answer = await (await as("cyd"))("POST", CANCEL);
      expect(answer).toMatchObject({ status: 200, body: { state: "cancelled", endedAt: expect.any(String) } });
      expect(deps.world.slots.size).toBe(0);
      expect(facts("backup.cancelled")).toMatchObject([{ actor: { userId: 3 }, details: { backupId: "b1", state } }]);
      expect(deps.world.outbox.size).toBe(0);
    },
  );

  it.each(["ready", "failed", "cancelled"] as const)("refuses what is %s", async (state) => {
    const { put, as, deps } = historyWorld();
    const before = put({ state });
    const answer = await (await as("ada"))("POST", CANCEL);
    expect(answer).toMatchObject({ status: 409, body: { _embedded: { details: { state } } } });
    expect(deps.world.backups.get("acme/b1")).toEqual(before);
  });

  it("is the requester's and any administrator's, and hides the backup from all others", async () => {
    const { put, as, people } = historyWorld();
    put();
    expect((await (await as("dan"))("POST", CANCEL)).status).toBe(404);
    const cyd = await as("cyd");
    const at = people.findIndex(({ login }) => login === "cyd");
    const [before] = people.splice(at, 1);
    if (before) people.push({ ...before, mayCreateBackup: false });
    expect((await cyd("POST", CANCEL)).status).toBe(403);
    expect((await (await as("bea"))("POST", CANCEL)).status).toBe(200);
  });

  it("is a script's too, and the log names its key", async () => {
    const { put, ask, facts } = historyWorld();
    put();
    const headers = { authorization: `Basic ${Buffer.from("apikey:key-of-ada").toString("base64")}` };
    const answer = await ask({ method: "POST", resource: CANCEL, path: { backupId: "b1" }, headers });
    expect(answer.status).toBe(200);
    expect(facts("backup.cancelled")).toMatchObject([{ actor: { userId: 1, apiKeyId: 9 } }]);
  });

  it("comes too late for what ended a moment ago", async () => {
    const { put, as, deps } = historyWorld();
    put({ state: "sealing" });
    deps.history.cancel = async () => false;
    expect((await (await as("cyd"))("POST", CANCEL)).status).toBe(409);
  });
});

describe("labels and pins", () => {
  it("are set one by one or together, and taken away again", async () => {
    const { put, as, facts } = historyWorld();
    put(aReadyBackup);
    const patch = async (body: object) => (await (await as("cyd"))("PATCH", BACKUP, { body })).body;
    expect(await patch({ label: "  before the upgrade " })).toMatchObject({
      label: "before the upgrade",
      pinned: false,
    });
    expect(await patch({ pinned: true })).toMatchObject({ label: "before the upgrade", pinned: true });
    expect(await patch({ label: "", pinned: false })).toMatchObject({ label: null, pinned: false });
    expect(facts("backup.annotated")).toHaveLength(3);
    expect(await patch({})).toMatchObject({ label: null });
    expect(facts("backup.annotated")).toHaveLength(3);
  });

  it("that are taken away are told to the administrators, and count for retention for seven days more", async () => {
    const { put, as, notices, deps } = historyWorld();
    const seen = put({ ...aReadyBackup, isPinned: true, requestedAt: 1_000, archive: anArchive({ keptUntil: 0 }) });
    put({ ...seen, backupId: "b2", isPinned: false, requestedAt: deps.clock.now() });
    const shorter = { ...DEFAULT_SETTINGS, backupRetention: { daily: 1, weekly: 0, monthly: 0 } };
    deps.world.tenants.set("acme", aTenant({ settings: shorter }));
    const show = async () => (await (await as("cyd"))("GET", BACKUP)).body;
    await (await as("cyd"))("PATCH", BACKUP, { body: { pinned: false } });
    const keptUntil = deps.clock.now() + 7 * DAY_MS;
    expect(notices("backup-unpinned")).toMatchObject([{ about: CYD, backupId: "b1", keptUntil }]);
    expect(await show()).toMatchObject({ pinned: false, retainedAs: ["pinned"] });
    deps.clock.advance(7 * DAY_MS - 1);
    expect(await show()).toMatchObject({ retainedAs: ["pinned"] });
    deps.clock.advance(1);
    expect(await show()).toMatchObject({ retainedAs: [] });
  });

  it("are told of once, however often somebody sets a pin and takes it away again, and anew when another has set it", async () => {
    const { put, as, notices, deps } = historyWorld();
    put({ ...aReadyBackup, isPinned: true });
    const pin = async (login: string, pinned: boolean) => (await as(login))("PATCH", BACKUP, { body: { pinned } });
    for (let n = 0; n < 5; n += 1) {
      await pin("cyd", false);
      await pin("cyd", false);
      await pin("cyd", true);
    }
    await pin("cyd", false);
    expect(notices("backup-unpinned")).toHaveLength(1);
    await pin("ada", true);
    await pin("cyd", false);
    expect(notices("backup-unpinned")).toHaveLength(2);
    await pin("cyd", true);
    deps.clock.advance(DAY_MS);
    await pin("cyd", false);
    expect(notices("backup-unpinned")).toHaveLength(3);
  });

  it.each([
    { label: "x".repeat(81) },
    { label: "two\nlines" },
    { label: "\u202Eback to front" },
    { label: "half a pair \uD800" },
    { label: 1 },
    { pinned: "yes" },
    { state: "ready" },
  ])("refuses %j", async (body) => {
    const { put, as, deps } = historyWorld();
    const before = put(aReadyBackup);
    expect((await (await as("cyd"))("PATCH", BACKUP, { body })).status).toBe(422);
    expect(deps.world.backups.get("acme/b1")).toEqual(before);
  });

  it("are refused on what was deleted a moment ago", async () => {
    const { put, as, deps } = historyWorld();
    put(aReadyBackup);
    deps.history.annotate = async () => false;
    expect((await (await as("cyd"))("PATCH", BACKUP, { body: { pinned: true } })).status).toBe(404);
  });
});

describe("deleting", () => {
  it("hides a backup at once, tells the administrators, and has the keeper look at what it left", async () => {
    const { put, as, deps, facts, notices } = historyWorld();
    const keptUntil = deps.clock.now() + 864e5;
    put({ ...aReadyBackup, label: "old", archive: anArchive({ keptUntil }) });
    const cyd = await as("cyd");
    expect(await cyd("DELETE", BACKUP, { body: PROOF })).toMatchObject({ status: 204, body: undefined });
    expect((await cyd("GET", BACKUP)).status).toBe(404);
    expect(deps.world.backups.get("acme/b1")?.state).toBe("deleted");
    expect(facts("backup.deleted")).toMatchObject([{ actor: { login: "cyd" }, details: { backupId: "b1" } }]);
    expect(notices("backup-deleted")).toMatchObject([{ about: CYD, backupId: "b1", keptUntil, label: "old" }]);
    expect([...deps.world.removals.values()]).toEqual([{ tenantId: "acme", backupId: "b1", dueAt: deps.clock.now() }]);
    expect((await cyd("DELETE", BACKUP, { body: PROOF })).status).toBe(404);
  });

  it("asks for the password first, and records who could not give it", async () => {
    const { put, as, deps, facts } = historyWorld();
    put(aReadyBackup);
    const cyd = await as("cyd");
    expect((await cyd("DELETE", BACKUP, { body: { password: "wrong" } })).status).toBe(403);
    expect((await cyd("DELETE", BACKUP, { body: {} })).status).toBe(422);
    expect(facts("backup.delete-refused")).toMatchObject([{ details: { code: "confirmation-refused" } }]);
    expect(deps.world.backups.get("acme/b1")?.state).toBe("ready");
    for (let tries = 0; tries < 4; tries += 1) await cyd("DELETE", BACKUP, { body: { password: "wrong" } });
    expect((await cyd("DELETE", BACKUP, { body: PROOF })).status).toBe(429);
  });

  it("asks for the code too where an authenticator is active", async () => {
    const { put, as, deps } = historyWorld();
    put(aReadyBackup);
    const otp = await as("otp");
    expect((await otp("DELETE", BACKUP, { body: PROOF })).status).toBe(403);
    deps.clock.advance(60_000);
    const code = `S${Math.floor(deps.clock.now() / 30_000)}`;
    expect((await otp("DELETE", BACKUP, { body: { ...PROOF, code } })).status).toBe(204);
  });

  it.each(["queued", "packing", "failed", "cancelled"] as const)("refuses what is %s", async (state) => {
    const { put, as } = historyWorld();
    put({ state });
    expect((await (await as("ada"))("DELETE", BACKUP, { body: PROOF })).status).toBe(409);
  });

  it("is for nobody else, and for no API key", async () => {
    const { put, as, ask } = historyWorld();
    put(aReadyBackup);
    expect((await (await as("dan"))("DELETE", BACKUP, { body: PROOF })).status).toBe(404);
    const headers = { authorization: `Basic ${Buffer.from("apikey:key-of-ada").toString("base64")}` };
    const path = { backupId: "b1" };
    expect((await ask({ method: "DELETE", resource: BACKUP, path, headers, body: PROOF })).status).toBe(401);
  });

  it("is done once by two at a time", async () => {
    const { put, as, notices } = historyWorld();
    put(aReadyBackup);
    const [ada, bea] = [await as("ada"), await as("bea")];
    const answers = await Promise.all([ada, bea].map((person) => person("DELETE", BACKUP, { body: PROOF })));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([204, 404]);
    expect(notices("backup-deleted")).toHaveLength(1);
  });
});
