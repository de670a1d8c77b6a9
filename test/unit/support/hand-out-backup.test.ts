import { describe, expect, it } from "vitest";
import { findArchive } from "../../../functions/domain/download/find-archive.ts";
import { isFailure } from "../../../functions/domain/failure.ts";
import { HAND_OUT_MS } from "../../../functions/domain/support/hand-outs.ts";
import { anArchive } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { PEOPLE } from "../../support/download-world.ts";
import { staffWorld } from "../../support/staff-world.ts";

const HAND_OUTS = "/support/v1/tenants/{tenantId}/backups/{backupId}/hand_outs";
const DAY_MS = 24 * 3_600_000;

/** What a person of the tenant finds when they want to download `b1`. */
const lookFor = async ({ deps }: ReturnType<typeof staffWorld>, user: (typeof PEOPLE)[keyof typeof PEOPLE]) => {
  try {
    return (await findArchive(deps, aTenant(), user, "b1")).archive.versionId;
  } catch (error) {
    if (isFailure(error)) return error.code;
    throw error;
  }
};

describe("a hand-out", () => {
  it("of a backup that is there tells the administrators, and names support and ticket", async () => {
    const { samir, put, facts, notices, deps } = staffWorld();
    put({ state: "ready", archive: anArchive() });
    const answer = await samir("POST", HAND_OUTS);
    const endsAt = new Date(deps.clock.now() + HAND_OUT_MS).toISOString();
    expect(answer).toMatchObject({
      status: 201,
      body: { id: "b1", handOut: { by: "samir", ticketNumber: "SUP-1", endsAt } },
    });
    expect(facts("backup.handed-out")).toMatchObject([
      { tenantId: "acme", actor: { kind: "staff", name: "samir" }, details: { backupId: "b1", ticketNumber: "SUP-1" } },
    ]);
    expect(notices("backup-handed-out")).toMatchObject([{ backupId: "b1", ticketNumber: "SUP-1" }]);
    expect(notices("backup-handed-out")[0]).not.toHaveProperty("endsAt");
  });

  it("gives the staff no address, link or key of the archive", async () => {
    const { samir, put } = staffWorld();
    const archive = anArchive({ archiveKey: "t/acme/b/b1/g1/archive", versionId: "the-version" });
    put({ state: "ready", archive });
    for (const answer of [await samir("POST", HAND_OUTS), await samir("GET", HAND_OUTS.replace("/hand_outs", ""))]) {
      expect(answer.status).toBeLessThan(300);
      expect(JSON.stringify(answer.body)).not.toMatch(/the-version|archive|\/content|X-Amz|uploadId/u);
    }
  });

  it("opens a deleted backup to administrators, until its bytes may go", async () => {
    const world = staffWorld();
    const { samir, put, notices, deps } = world;
    const keptUntil = deps.clock.now() + 2 * DAY_MS;
    put({ state: "deleted", archive: anArchive({ keptUntil, versionId: "v1" }) });
    expect(await lookFor(world, PEOPLE.ada)).toBe("not-found");
    expect((await samir("POST", HAND_OUTS)).status).toBe(201);
    expect(notices("backup-handed-out")).toMatchObject([{ endsAt: keptUntil }]);
    expect(await lookFor(world, PEOPLE.ada)).toBe("v1");
    deps.clock.advance(2 * DAY_MS);
    expect(await lookFor(world, PEOPLE.ada)).toBe("not-found");
  });

  it("opens a deleted backup to no one but administrators, whoever had asked for it", async () => {
    const world = staffWorld();
    const { cyd } = PEOPLE;
    const requestedBy = { userId: cyd.userId, login: cyd.login, name: cyd.name };
    world.put({ state: "deleted", requestedBy, archive: anArchive({ keptUntil: world.deps.clock.now() + DAY_MS }) });
    await world.samir("POST", HAND_OUTS);
    expect(await lookFor(world, cyd)).toBe("not-found");
  });

  it("of one tenant opens nothing of another's backup with the same id", async () => {
    const world = staffWorld();
    const archive = anArchive({ keptUntil: world.deps.clock.now() + DAY_MS });
    world.put({ state: "deleted", archive });
    world.put({ tenantId: "globex", state: "deleted", archive });
    await world.samir("POST", HAND_OUTS, {
      path: { tenantId: "globex", backupId: "b1" },
      query: { ticketNumber: "1" },
    });
    expect(await lookFor(world, PEOPLE.ada)).toBe("not-found");
  });

  it.each(["queued", "dumping", "packing", "sealing", "failed", "cancelled"] as const)(
    "is not given of what is %s",
    async (state) => {
      const { samir, put, deps } = staffWorld();
      put({ state });
      expect(await samir("POST", HAND_OUTS)).toMatchObject({
        status: 409,
        body: { _embedded: { details: { state } } },
      });
      expect(deps.world.handOuts.size).toBe(0);
      expect(deps.world.outbox.size).toBe(0);
    },
  );

  it("is not given of a deleted backup whose bytes may be gone", async () => {
    const { samir, put, deps } = staffWorld();
    put({ state: "deleted", archive: anArchive({ keptUntil: deps.clock.now() }) });
    expect((await samir("POST", HAND_OUTS)).status).toBe(409);
  });

  it("is shown with the backup while it is open", async () => {
    const { samir, put, deps } = staffWorld();
    put({ state: "ready", archive: anArchive() });
    await samir("POST", HAND_OUTS);
    const show = () => samir("GET", HAND_OUTS.replace("/hand_outs", ""));
    expect(await show()).toMatchObject({ body: { handOut: { ticketNumber: "SUP-1" } } });
    deps.clock.advance(HAND_OUT_MS);
    expect(await show()).toMatchObject({ body: { handOut: null } });
  });
});
