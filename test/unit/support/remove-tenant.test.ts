import { describe, expect, it } from "vitest";
import { collectArchive } from "../../../functions/domain/download/collect-archive.ts";
import {
  COLLECTION_LINKS_MAX,
  type Collection,
  hashCollectionCode,
} from "../../../functions/domain/download/collection.ts";
import { isFailure } from "../../../functions/domain/failure.ts";
import { FAREWELL_MS } from "../../../functions/domain/support/hand-outs.ts";
import { aChange, anArchive } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { staffWorld } from "../../support/staff-world.ts";

const TENANT = "/support/v1/tenants/{tenantId}";
const REMOVALS = `${TENANT}/removals`;
const BEGIN = { body: { backupId: "b1", reason: "The contract ends" } };
const FINISH = { query: { backupId: "b1" } };
const ORIGIN = { address: "192.0.2.7", requestId: "r1" };
const CODE = "opbc_the-code";

const ready = () => {
  const world = staffWorld();
  world.put({ state: "ready", archive: anArchive({ versionId: "v1" }) });
  return world;
};

describe("removing a tenant", () => {
  it("begins with its last backup, told to every administrator with the reason", async () => {
    const { olga, deps, facts, notices } = ready();
    const endsAt = deps.clock.now() + FAREWELL_MS;
    const answer = await olga("POST", REMOVALS, BEGIN);
    expect(answer).toMatchObject({ status: 201, body: { handOut: { endsAt: new Date(endsAt).toISOString() } } });
    expect(notices("tenant-leaving")).toMatchObject([{ backupId: "b1", endsAt, reason: "The contract ends" }]);
    expect(facts("tenant.removal-begun")).toMatchObject([{ actor: { name: "olga" }, details: { backupId: "b1" } }]);
    expect(deps.world.tenants.has("acme")).toBe(true);
  });

  it.each(["queued", "packing", "failed", "cancelled", "deleted"] as const)(
    "does not begin with a backup that is %s",
    async (state) => {
      const { olga, put, deps } = staffWorld();
      put({ state });
      expect((await olga("POST", REMOVALS, BEGIN)).status).toBe(409);
      expect(deps.world.handOuts.size).toBe(0);
    },
  );

  it("goes on where support hands its last backup out besides", async () => {
    const { olga, samir, deps } = ready();
    await olga("POST", REMOVALS, BEGIN);
    const begun = deps.world.handOuts.get("acme/b1");
    const path = { tenantId: "acme", backupId: "b1" };
    await samir("POST", `${TENANT}/backups/{backupId}/hand_outs`, { path, query: { ticketNumber: "1" } });
    expect(deps.world.handOuts.get("acme/b1")).toMatchObject({ by: "samir", isLast: true, endsAt: begun?.endsAt });
    deps.clock.advance(FAREWELL_MS);
    expect((await olga("DELETE", TENANT, FINISH)).status).toBe(204);
  });

  it("is not finished before its time, nor with another backup, nor after an ordinary hand-out", async () => {
    const { olga, samir, put, deps } = ready();
    put({ backupId: "b2", state: "ready", archive: anArchive() });
    const path = { tenantId: "acme", backupId: "b2" };
    await samir("POST", `${TENANT}/backups/{backupId}/hand_outs`, { path, query: { ticketNumber: "1" } });
    await olga("POST", REMOVALS, BEGIN);
    deps.clock.advance(FAREWELL_MS - 1);
    expect((await olga("DELETE", TENANT, FINISH)).status).toBe(409);
    deps.clock.advance(1);
    expect((await olga("DELETE", TENANT, { query: { backupId: "b2" } })).status).toBe(409);
    expect((await olga("DELETE", TENANT, { query: { backupId: "b9" } })).status).toBe(409);
    expect(deps.world.tenants.has("acme")).toBe(true);
  });

  it("ends with every backup deleted, its host name free, its audit log kept, and another tenant untouched", async () => {
    const { olga, put, deps, facts } = ready();
    put({ backupId: "b2", state: "packing" });
    put({ backupId: "b3", state: "failed" });
    put({ tenantId: "globex", backupId: "b1", state: "ready", archive: anArchive() });
    const globex = structuredClone(deps.world.tenants.get("globex"));
    await olga("POST", REMOVALS, BEGIN);
    deps.clock.advance(FAREWELL_MS);
    expect((await olga("DELETE", TENANT, FINISH)).status).toBe(204);
    const stateOf = (key: string) => deps.world.backups.get(key)?.state;
    expect(["b1", "b2", "b3"].map((id) => stateOf(`acme/${id}`))).toEqual(["deleted", "cancelled", "failed"]);
    expect(deps.world.removals.has("acme/b1")).toBe(true);
    expect(deps.world.tenants.has("acme")).toBe(false);
    expect(facts("tenant.removed")).toMatchObject([{ tenantId: "acme", actor: { name: "olga" } }]);
    expect(stateOf("globex/b1")).toBe("ready");
    expect(deps.world.tenants.get("globex")).toEqual(globex);
    expect((await olga("DELETE", TENANT, FINISH)).status).toBe(404);
  });
});

/** The backup's code as an administrator made it, and what somebody gets who brings one. */
async function withCode(collection: Partial<Collection> = {}) {
  const world = ready();
  const { deps } = world;
  const madeAt = deps.clock.now();
  const made: Collection = {
    tenantId: "acme",
    codeHash: hashCollectionCode(CODE),
    backupId: "b1",
    versionId: "v1",
    login: "ada",
    madeAt,
    endsAt: madeAt + FAREWELL_MS,
    linksLeft: COLLECTION_LINKS_MAX,
    ...collection,
  };
  await deps.collections.open(made, aChange("acme", madeAt));
  const links = { sign: async (tenantId: string) => `https://store.example/${tenantId}` };
  const collect = async (code = CODE, tenant = aTenant()) => {
    try {
      return await collectArchive({ ...deps, links }, tenant, code, ORIGIN);
    } catch (error) {
      if (isFailure(error)) return error.code;
      throw error;
    }
  };
  return { ...world, collect };
}

describe("a collection code", () => {
  it("opens the last backup without a sign-in, ten times, each with its fact", async () => {
    const { collect, facts } = await withCode();
    const got = await Promise.all(Array.from({ length: 12 }, () => collect()));
    expect(got.filter((each) => each === "https://store.example/acme")).toHaveLength(10);
    expect(got.filter((each) => each === "collection-refused")).toHaveLength(2);
    expect(facts("backup.collected")).toHaveLength(10);
    expect(facts("backup.collected")[0]).toMatchObject({ actor: { kind: "anonymous" }, origin: ORIGIN });
  });

  it("is over with its time", async () => {
    const { collect, deps } = await withCode();
    deps.clock.advance(FAREWELL_MS);
    expect(await collect()).toBe("collection-refused");
  });

  it("is not guessed: tries are counted by address, and refusals kept without what was typed", async () => {
    const { collect, facts, deps } = await withCode();
    const got = [];
    for (let tries = 0; tries < 21; tries += 1) got.push(await collect(`opbc_guess-${tries}`));
    expect(got.slice(0, 20).every((each) => each === "collection-refused")).toBe(true);
    expect(got[20]).toBe("too-many-attempts");
    expect(await collect()).toBe("too-many-attempts");
    expect(facts("backup.collection-refused").length).toBeGreaterThan(20);
    expect(JSON.stringify(deps.world.facts)).not.toContain("guess");
  });

  it("opens nothing of another installation, and nothing but the version it was made for", async () => {
    const { collect, put } = await withCode();
    expect(await collect(CODE, aTenant({ tenantId: "globex" }))).toBe("collection-refused");
    put({ state: "ready", archive: anArchive({ versionId: "v2" }) });
    expect(await collect()).toBe("collection-refused");
  });
});
