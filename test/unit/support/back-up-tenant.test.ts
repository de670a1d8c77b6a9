import { describe, expect, it } from "vitest";
import { refuseWithdrawn } from "../../../functions/domain/backup/still-permitted.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { staffWorld } from "../../support/staff-world.ts";

const BACKUPS = "/support/v1/tenants/{tenantId}/backups";

describe("a backup on a tenant's behalf", () => {
  it("is asked for in the name of support, and takes the slot", async () => {
    const { samir, deps, facts } = staffWorld();
    const answer = await samir("POST", BACKUPS, { body: {} });
    expect(answer).toMatchObject({ status: 202, body: { state: "queued", attachments: true, askedByStaff: "samir" } });
    const [backup] = [...deps.world.backups.values()];
    expect(backup?.requestedBy).toEqual({ userId: 0, login: "support", name: "Support", staffName: "samir" });
    expect(deps.world.slots.get("acme")).toBe(backup?.backupId);
    expect([...deps.world.steps.values()]).toMatchObject([{ work: { step: "dump", backupId: backup?.backupId } }]);
    expect(facts("backup.requested")).toMatchObject([
      { actor: { kind: "staff", name: "samir" }, details: { ticketNumber: "SUP-1" } },
    ]);
  });

  it("is not counted against the day's limit, and is made when it is used up", async () => {
    const { samir, deps } = staffWorld();
    deps.world.tenants.set("acme", aTenant({ settings: { ...aTenant().settings, backupDailyLimit: 0 } }));
    expect((await samir("POST", BACKUPS, { body: { attachments: false } })).status).toBe(202);
    expect(deps.world.days.size).toBe(0);
  });

  it("waits for the one that is being made: of many asked for at once, one is", async () => {
    const { samir, deps } = staffWorld();
    const answers = await Promise.all(Array.from({ length: 10 }, () => samir("POST", BACKUPS, { body: {} })));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9);
    expect(deps.world.backups.size).toBe(1);
  });

  it("takes no members but its own", async () => {
    const { samir } = staffWorld();
    const answer = await samir("POST", BACKUPS, { body: { attachments: true, tenantId: "globex" } });
    expect(answer.status).toBe(422);
  });

  it("hangs on nobody's permission, but that of a person does", async () => {
    const { samir, deps, put } = staffWorld();
    await samir("POST", BACKUPS, { body: {} });
    const [made] = [...deps.world.backups.values()];
    if (!made) throw new Error("nothing was made");
    await expect(refuseWithdrawn(deps, aTenant(), made)).resolves.toBeUndefined();
    const { staffName: _, ...requestedBy } = made.requestedBy;
    const ofAPerson = put({ backupId: "b2", requestedBy });
    await expect(refuseWithdrawn(deps, aTenant(), ofAPerson)).rejects.toMatchObject({ code: "permission-withdrawn" });
  });
});
