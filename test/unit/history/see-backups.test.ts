import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import { aDump, aLayout, anArchive } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { apiKey } from "../../support/api-event.ts";
import { aReadyBackup, historyWorld } from "../../support/history-world.ts";

const LIST = "/api/v3/backups";
const SHOW = "/api/v3/backups/{backupId}";
const ADA = { userId: 1, login: "ada", name: "Ada Admin" };

interface Page {
  readonly _embedded: { readonly elements: readonly { readonly id: string }[] };
  readonly _links: { readonly nextByCursor?: { readonly href: string } };
}
const pageOf = (body: unknown) => body as Page;
const idsIn = (body: unknown) => pageOf(body)._embedded.elements.map(({ id }) => id);
const linksOf = (body: Record<string, unknown> | undefined) => Object.keys(body?.["_links"] ?? {}).sort();

describe("the list of backups", () => {
  it("shows administrators all of the installation's and others their own, newest first, none that was deleted", async () => {
    const { put, as } = historyWorld();
    put({ backupId: "b1", requestedAt: 1_000 });
    put({ backupId: "b2", requestedAt: 3_000, requestedBy: ADA });
    put({ backupId: "b3", requestedAt: 2_000, state: "failed", failure: "dump-failed" });
    put({ backupId: "b4", requestedAt: 4_000, state: "deleted" });
    put({ tenantId: "globex", backupId: "b5", requestedAt: 9_000, requestedBy: ADA });

    expect(idsIn((await (await as("ada"))("GET", LIST)).body)).toEqual(["b2", "b3", "b1"]);
    expect(idsIn((await (await as("cyd"))("GET", LIST)).body)).toEqual(["b3", "b1"]);
    expect(idsIn((await (await as("dan"))("GET", LIST)).body)).toEqual([]);
    expect(idsIn((await (await as("ada", "backup.globex.example"))("GET", LIST)).body)).toEqual(["b5"]);
  });

  it("goes on from page to page by its links, narrowed as it began", async () => {
    const { put, as } = historyWorld();
    for (let n = 1; n <= 5; n += 1)
      put({ backupId: `b${n}`, requestedAt: n * 1_000, state: n === 3 ? "queued" : "failed" });
    const get = await as("ada");
    let query: Record<string, string> = { pageSize: "2", state: "failed,cancelled" };
    const seen: string[][] = [];
    for (let next: string | undefined = ""; next !== undefined; ) {
      const { body } = await get("GET", LIST, { query });
      seen.push(idsIn(body));
      next = pageOf(body)._links.nextByCursor?.href;
      query = Object.fromEntries(new URL(next ?? "/", "http://x").searchParams);
    }
    expect(seen).toEqual([
      ["b5", "b4"],
      ["b2", "b1"],
    ]);
  });

  it.each([
    { pageSize: "0" },
    { pageSize: "101" },
    { pageSize: "ten" },
    { state: "deleted" },
    { state: "ready," },
    { cursor: "<script>" },
    { pageSize: ["2", "3"] },
    { offset: "1" },
  ])("refuses what it does not know: %o", async (query) => {
    const { as } = historyWorld();
    expect((await (await as("ada"))("GET", LIST, { query })).status).toBe(422);
  });

  it("takes a made-up cursor for none", async () => {
    const { put, as } = historyWorld();
    put();
    expect((await (await as("ada"))("GET", LIST, { query: { cursor: "AAAA" } })).status).toBe(200);
  });

  it("is there for API keys too, and for nobody without a sign-in", async () => {
    const { put, ask } = historyWorld();
    put();
    expect(idsIn((await ask({ resource: LIST, headers: apiKey("key-of-ada") })).body)).toEqual(["b1"]);
    expect((await ask({ resource: LIST })).status).toBe(401);
  });
});

describe("one backup", () => {
  it("says all that is known of it, and what may be done with it now", async () => {
    const { put, as } = historyWorld();
    put({ ...aReadyBackup, label: "before the upgrade", isPinned: true, archive: anArchive({ missing: 1 }) });
    const { body } = await (await as("cyd"))("GET", SHOW);
    expect(body).toMatchObject({
      id: "b1",
      state: "ready",
      requester: { id: 3, login: "cyd", name: "Cyd" },
      createdAt: "1970-01-01T00:00:01.000Z",
      endedAt: "1970-01-01T00:00:11.000Z",
      keptUntil: "1970-01-01T02:30:00.000Z",
      label: "before the upgrade",
      pinned: true,
      size: 50,
      entries: 3,
      missing: 1,
      failure: null,
    });
    expect(body).not.toHaveProperty("_embedded");
    const actions = ["content", "delete", "files", "job_status", "missing_files", "self", "step_up", "update"];
    expect(linksOf(body)).toEqual(actions);
  });

  it("says why it failed, in words of ours", async () => {
    const { put, as } = historyWorld();
    put({ state: "failed", failure: "source-changed" });
    const { body } = await (await as("cyd"))("GET", SHOW);
    expect(body).toMatchObject({ failure: { code: "source-changed", message: expect.stringContaining("quieter") } });
    expect(linksOf(body)).toEqual(["job_status", "self", "update"]);
  });

  it("offers to ask support where there is an address, and no job status of another's", async () => {
    const { put, as, deps } = historyWorld();
    deps.world.tenants.set("acme", aTenant({ settings: { ...DEFAULT_SETTINGS, supportMail: "help@coffer.example" } }));
    put();
    expect(linksOf((await (await as("ada"))("GET", SHOW)).body)).toEqual(["ask_support", "cancel", "self", "update"]);
  });

  it("offers its bytes to the key that asked for it alone, for a day", async () => {
    const { put, ask, deps } = historyWorld();
    const show = async () =>
      linksOf((await ask({ resource: SHOW, path: { backupId: "b1" }, headers: apiKey("key-of-ada") })).body);
    put({ ...aReadyBackup, endedAt: deps.clock.now(), requestedBy: { ...ADA, apiKeyId: 9 } });
    expect(await show()).toContain("content");
    deps.clock.advance(24 * 3_600_000);
    expect(await show()).not.toContain("content");
    put({ ...aReadyBackup, endedAt: deps.clock.now(), requestedBy: { ...ADA, apiKeyId: 8 } });
    expect(await show()).toEqual(["job_status", "self", "update"]);
  });

  it("offers no change to whom the permission was taken from", async () => {
    const { put, as, people } = historyWorld();
    put(aReadyBackup);
    const get = await as("cyd");
    const [cyd] = people.splice(2, 1);
    people.push({ ...cyd, mayCreateBackup: false } as (typeof people)[number]);
    expect(linksOf((await get("GET", SHOW)).body)).toEqual(["job_status", "self"]);
  });

  it("is not there alike for others, other tenants, unknown ids and once deleted", async () => {
    const { put, as } = historyWorld();
    put(aReadyBackup);
    const foreign = await (await as("dan"))("GET", SHOW);
    expect(foreign.status).toBe(404);
    const ada = await as("ada");
    expect(await ada("GET", SHOW, { path: { backupId: "no-such" } })).toEqual(foreign);
    expect(await (await as("ada", "backup.globex.example"))("GET", SHOW)).toEqual(foreign);
    put({ ...aReadyBackup, state: "deleted" });
    expect(await ada("GET", SHOW)).toEqual(foreign);
  });
});

const progressIn = (body: Record<string, unknown> | undefined) =>
  (body?.["_embedded"] as { readonly progress?: unknown } | undefined)?.progress;

describe("progress", () => {
  it("knows nothing of a queued backup but an end, from the tenant's own past", async () => {
    const { put, as, deps } = historyWorld();
    const now = deps.clock.now();
    put({ ...aReadyBackup, backupId: "b0", requestedAt: now - 500_000, endedAt: now - 400_000 });
    put({ requestedAt: now });
    const { body } = await (await as("ada"))("GET", SHOW);
    expect(progressIn(body)).toEqual({
      _type: "BackupProgress",
      entries: { done: 0, total: null },
      bytes: { done: 0, total: null },
      expectedEndAt: new Date(now + 100_000).toISOString(),
    });
  });

  it("counts parts, entries and bytes while it is packed", async () => {
    const { put, as, deps } = historyWorld();
    const now = deps.clock.now();
    const dump = aDump({ dumpBytes: 300, attachmentBytes: 700, entries: 8 });
    const layout = aLayout({ bytes: 1_000, parts: 4, partsDone: 3, entriesDone: 5 });
    put({ requestedAt: now - 60_000, state: "packing", dump, layout });
    const { body } = await (await as("ada"))("GET", SHOW);
    expect(progressIn(body)).toMatchObject({
      entries: { done: 5, total: 8 },
      bytes: { done: 750, total: 1_000 },
      expectedEndAt: new Date(now + 2_500).toISOString(),
    });
  });

  it("knows the whole once the dump is there, and nothing done before there is a part", async () => {
    const { put, as, deps } = historyWorld();
    const now = deps.clock.now();
    const get = await as("ada");
    const dump = aDump({ dumpBytes: 400 * 1024 ** 2, attachmentBytes: 0, entries: 1 });
    put({ requestedAt: now, state: "dumping", dump });
    expect(progressIn((await get("GET", SHOW)).body)).toEqual({
      _type: "BackupProgress",
      entries: { done: 0, total: 1 },
      bytes: { done: 0, total: 400 * 1024 ** 2 },
      expectedEndAt: new Date(now + 20_000).toISOString(),
    });
    put({ requestedAt: now, state: "sealing", dump: aDump(), layout: aLayout({ parts: 0, bytes: 0, rangesLeft: 0 }) });
    expect(progressIn((await get("GET", SHOW)).body)).toMatchObject({ bytes: { done: 0, total: 30 } });
  });

  it("never expects an end in the past, nor more than there is", async () => {
    const { put, as, deps } = historyWorld();
    const now = deps.clock.now();
    put({ requestedAt: now - 864e5 });
    const get = await as("ada");
    expect(progressIn((await get("GET", SHOW)).body)).toMatchObject({
      expectedEndAt: new Date(now + 1_000).toISOString(),
    });
    const layout = aLayout({ bytes: 90, parts: 4, partsDone: 9 });
    put({ requestedAt: now, state: "sealing", dump: aDump({ dumpBytes: 10, attachmentBytes: 20 }), layout });
    expect(progressIn((await get("GET", SHOW)).body)).toMatchObject({ bytes: { done: 90, total: 90 } });
  });
});
