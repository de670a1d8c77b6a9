import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import { aDump, anArchive } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { CYD, historyWorld } from "../../support/history-world.ts";

const DAY_MS = 24 * 3_600_000;
const BEA = { userId: 2, login: "bea", name: "Bea" };

/** Ten nights of Acme, one of them Cyd's; two are kept as daily ones. */
function tenNights() {
  const world = historyWorld();
  const settings = { ...DEFAULT_SETTINGS, backupRetention: { daily: 2, weekly: 0, monthly: 0 } };
  world.deps.world.tenants.set("acme", aTenant({ settings }));
  const now = world.deps.clock.now();
  for (let n = 1; n <= 10; n += 1) {
    world.put({
      backupId: `b${n}`,
      state: "ready",
      requestedAt: now - n * DAY_MS,
      requestedBy: n === 5 ? CYD : BEA,
      dump: aDump(),
      archive: anArchive({ keptUntil: now - (n - 7) * DAY_MS }),
      ...(n === 9 ? { isPinned: true } : {}),
    });
  }
  world.put({ backupId: "live", state: "packing", requestedAt: now });
  return {
    ...world,
    async listed(login: string, query: Record<string, string> = {}) {
      const { body } = await (await world.as(login))("GET", "/api/v3/backups", { query });
      const page = body as {
        readonly _embedded: { readonly elements: readonly { readonly id: string; readonly retainedAs: unknown }[] };
        readonly _links: { readonly nextByCursor?: { readonly href: string } };
      };
      return {
        kept: Object.fromEntries(page._embedded.elements.map(({ id, retainedAs }) => [id, retainedAs])),
        cursor: new URL(page._links.nextByCursor?.href ?? "", "http://x").searchParams.get("cursor") ?? "",
      };
    },
  };
}

describe("a backup says why it is kept", () => {
  it("in the list, for each that is ready", async () => {
    const { listed } = tenNights();
    expect((await listed("ada")).kept).toEqual({
      live: null,
      b1: ["newest", "locked", "daily"],
      b2: ["locked", "daily"],
      ...Object.fromEntries(["b3", "b4", "b5", "b6"].map((id) => [id, ["locked"]])),
      b7: [],
      b8: [],
      b9: ["pinned"],
      b10: [],
    });
  });

  it("alike on a page further down, among failed ones, and in a list of one's own", async () => {
    const { listed } = tenNights();
    const { cursor } = await listed("ada", { pageSize: "2" });
    expect((await listed("ada", { pageSize: "2", cursor })).kept).toEqual({ b2: ["locked", "daily"], b3: ["locked"] });
    expect((await listed("ada", { state: "packing" })).kept).toEqual({ live: null });
    expect((await listed("cyd")).kept).toEqual({ b5: ["locked"], live: null });
  });

  it("when it is looked at by itself", async () => {
    const { as } = tenNights();
    const show = async (backupId: string) =>
      (await (await as("ada"))("GET", "/api/v3/backups/{backupId}", { path: { backupId } })).body;
    expect(await show("b2")).toMatchObject({ retainedAs: ["locked", "daily"] });
    expect(await show("b8")).toMatchObject({ retainedAs: [] });
    expect(await show("live")).toMatchObject({ retainedAs: null });
  });

  it("unless hundreds that are newer would have to be read for it", async () => {
    const { put, as, deps } = tenNights();
    for (let n = 0; n < 600; n += 1) put({ backupId: `n${n}`, state: "ready", requestedAt: deps.clock.now() + n });
    const { body } = await (await as("ada"))("GET", "/api/v3/backups/{backupId}", { path: { backupId: "b2" } });
    expect(body).toMatchObject({ retainedAs: null });
  });
});
