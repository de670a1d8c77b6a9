import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DumpWorld, dumpWorld, fakePgDump } from "../../support/dump-world.ts";

const never = new AbortController().signal;
let world: DumpWorld;

beforeAll(async () => {
  world = await dumpWorld();
});
afterAll(() => world.postgres[Symbol.asyncDispose]());

describe("a tenant's server in trouble", () => {
  it("without space ends the dump as failed, never as a short one, and the log says why", async () => {
    const snapshot = await world.open({ binDirectory: fakePgDump("full-disk") });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const chunk of snapshot.dump(never)) seen.push(Buffer.from(chunk).toString());
    })();
    await expect(reading).rejects.toMatchObject({ code: "dump-failed", details: { exitCode: 1 } });
    expect(seen.join("")).toBe("half\n");
    expect(world.warnings.at(-1)?.facts?.["stderr"]).toContain("No space left on device");
    await world.closeSnapshots();
  });

  it("that fails in the middle of the attachments tells its own reason", async () => {
    await world.asSuperuser("alter table attachments rename to all_attachments");
    await world.asSuperuser(
      "create view attachments as select id, file, container_type, status, filesize / (id - 5) as filesize from all_attachments",
    );
    const snapshot = await world.open();
    const divided = { code: "tenant-database-unavailable", details: { sqlState: "22012" } };
    await expect(Array.fromAsync(snapshot.attachments())).rejects.toMatchObject(divided);
    await world.closeSnapshots();
    await world.asSuperuser("drop view attachments");
    await world.asSuperuser("alter table all_attachments rename to attachments");
  });

  it("on which somebody holds a table is not waited for without end", async () => {
    const snapshot = await world.open({ lockWaitMs: 100 });
    const holder = new Client({ connectionString: world.postgres.url("globex") });
    await holder.connect();
    await holder.query("begin; lock table attachments in access exclusive mode");
    const held = { code: "tenant-database-unavailable", details: { sqlState: "55P03" } };
    await expect(Array.fromAsync(snapshot.attachments())).rejects.toMatchObject(held);
    await holder.end();
    await world.closeSnapshots();
  });
});
