import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { specialAttachments } from "../../../infra/local/seed/attachment-plan.ts";
import { bytesOf, type DumpWorld, dumpWorld, fakePgDump } from "../../support/dump-world.ts";
import { queryPostgres } from "../../support/postgres-query.ts";

const run = promisify(execFile);

const never = new AbortController().signal;
let world: DumpWorld;

beforeAll(async () => {
  world = await dumpWorld();
});
afterAll(() => world.postgres[Symbol.asyncDispose]());
beforeEach(() => {
  world.warnings.length = 0;
  return () => world.closeSnapshots();
});

describe("a snapshot of a tenant's database", () => {
  it("dumps what was there when it was taken, and counts and lists just that", async () => {
    const snapshot = await world.open();
    const before = await world.asSuperuser("select count(*)::int as rows from work_packages");
    await world.asSuperuser("insert into settings (name, value, updated_at) values ('late', 'x', now())");
    await world.asSuperuser("update attachments set container_type = null where id = 1");

    const dump = await bytesOf(snapshot.dump(never));
    const counts = await snapshot.rowCounts(never);
    const attachments = await Array.fromAsync(snapshot.attachments());
    await world.asSuperuser("delete from settings where name = 'late'");
    await world.asSuperuser("update attachments set container_type = 'WorkPackage' where id = 1");

    expect(counts.get("public.work_packages")).toBe(before[0]?.["rows"]);
    expect(attachments[0]?.id).toBe(specialAttachments.longName);
    const directory = await mkdtemp(join(tmpdir(), "coffer-dump-"));
    try {
      const file = join(directory, "dump");
      await writeFile(file, dump);
      await queryPostgres(world.postgres.superuserUrl, "create database restored");
      const into = ["--no-owner", "--exit-on-error", `--dbname=${world.postgres.url("restored")}`, file];
      await run(join(world.postgres.bin, "pg_restore"), into);
      for (const [table, rows] of counts) {
        const [restored] = await queryPostgres(
          world.postgres.url("restored"),
          `select count(*)::int as rows from ${table}`,
        );
        expect([table, restored?.["rows"]]).toEqual([table, rows]);
      }
    } finally {
      await rm(directory, { recursive: true });
      await queryPostgres(world.postgres.superuserUrl, "drop database if exists restored with (force)");
    }
  });

  it("lists the attachments that belong in a backup, by id, as OpenProject recorded them", async () => {
    const snapshot = await world.open();
    const attachments = await Array.fromAsync(snapshot.attachments());
    const ids = attachments.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    const { prepared, ofExport, withoutContainer, quarantined, empty, umlauts } = specialAttachments;
    expect(ids).not.toContain(prepared);
    expect(ids).not.toContain(ofExport);
    expect(ids).not.toContain(withoutContainer);
    expect(ids).toContain(quarantined);
    const find = (wanted: number) => attachments.find(({ id }) => id === wanted);
    expect(find(umlauts)?.file).toBe("Größenübersicht Lüftung – Überarbeitung.md");
    expect(find(empty)).toMatchObject({ bytes: 0, md5: "d41d8cd98f00b204e9800998ecf8427e" });
  });

  it("lists a hundred thousand attachments in flat memory, beside a dump", async () => {
    await world.asSuperuser(
      `create table kept as select * from attachments;
       insert into attachments (container_type, filename, file, filesize, author_id, status, updated_at)
       select 'WorkPackage', 'x', 'file.pdf', 1, 1, 0, now() from generate_series(1, 100000)`,
    );
    try {
      const snapshot = await world.open();
      const dump = bytesOf(snapshot.dump(never));
      let rows = 0;
      for await (const { id } of snapshot.attachments()) rows += id > 0 ? 1 : 0;
      expect(rows).toBeGreaterThan(100_000);
      expect((await dump).subarray(0, 5).toString()).toBe("PGDMP");
    } finally {
      await world.asSuperuser("delete from attachments where id not in (select id from kept); drop table kept");
    }
  });

  it("lets a listing be left in the middle, and asked for again", async () => {
    const snapshot = await world.open();
    for await (const first of snapshot.attachments()) {
      expect(first.id).toBe(1);
      break;
    }
    expect((await Array.fromAsync(snapshot.attachments()))[0]?.id).toBe(1);
  });

  it("is dumped by the server's own release where there are several", async () => {
    const binDirectories = [fakePgDump("with-zstd"), world.postgres.bin, fakePgDump("outdated")];
    const snapshot = await world.open({ binDirectories });
    const { stdout } = await run(join(world.postgres.bin, "pg_dump"), ["--version"]);
    expect(stdout).toContain(` ${snapshot.dumpProgramVersion}`);
    expect((await bytesOf(snapshot.dump(new AbortController().signal))).subarray(0, 5).toString()).toBe("PGDMP");
  });

  it("tells how large the database is on disk", async () => {
    const { databaseBytes } = await world.open();
    const [size] = await world.asSuperuser("select pg_database_size(current_database())::int as bytes");
    expect(databaseBytes).toBeGreaterThan(5_000_000);
    expect(Math.abs(databaseBytes - Number(size?.["bytes"]))).toBeLessThan(1_000_000);
  });

  it("tells the versions of both sides, and OpenProject's newest migration where there is one", async () => {
    const snapshot = await world.open();
    const [server] = await world.asSuperuser("show server_version");
    expect(`${String(server?.["server_version"])} `.startsWith(`${snapshot.serverVersion} `)).toBe(true);
    const { stdout } = await run(join(world.postgres.bin, "pg_dump"), ["--version"]);
    expect(stdout).toContain(` ${snapshot.dumpProgramVersion}`);
    expect(snapshot.schemaVersion).toBeUndefined();
    await world.closeSnapshots();

    await world.asSuperuser(
      "create table schema_migrations (version varchar); insert into schema_migrations values ('20250101000000'), ('20260101000000')",
    );
    try {
      expect((await world.open()).schemaVersion).toBe("20260101000000");
    } finally {
      await world.closeSnapshots();
      await world.asSuperuser("drop table schema_migrations");
    }
  });

  it("does without columns that older versions have not got", async () => {
    await world.asSuperuser(
      "alter table attachments rename column status to s; alter table attachments rename digest to d",
    );
    try {
      const attachments = await Array.fromAsync((await world.open()).attachments());
      expect(attachments.map(({ md5 }) => md5).join("")).toBe("");
      expect(attachments[0]?.file).not.toBe("");
    } finally {
      await world.closeSnapshots();
      await world.asSuperuser(
        "alter table attachments rename column s to status; alter table attachments rename d to digest",
      );
    }
  });

  it("names a column that is missing", async () => {
    await world.asSuperuser("alter table attachments rename column file to f");
    try {
      await expect(world.open()).rejects.toMatchObject({
        code: "tenant-database-unsupported",
        details: { missing: "attachments.file" },
      });
    } finally {
      await world.asSuperuser("alter table attachments rename column f to file");
    }
  });

  it("refuses a database that several installations share", async () => {
    const tables = ["users", "attachments", "user_passwords"].map((table) => `create table other.${table} (id int);`);
    await world.asSuperuser(`create schema other; ${tables.join(" ")}`);
    try {
      await expect(world.open()).rejects.toMatchObject({
        code: "tenant-database-unsupported",
        details: { schemas: ["other", "public"] },
      });
    } finally {
      await world.asSuperuser("drop schema other cascade");
    }
  });

  it("is unavailable with a wrong password, and leaves no connection when it cannot be taken", async () => {
    const url = Object.assign(new URL(world.globex.logins.dump.url), { password: "wrong" }).href;
    await expect(world.open({ url })).rejects.toMatchObject({ code: "tenant-database-unavailable" });
    await expect(world.open({ binDirectory: fakePgDump("outdated") })).rejects.toMatchObject({
      code: "dump-client-outdated",
      details: { client: "9.6.24" },
    });
    const left = "select 1 from pg_stat_activity where usename = 'globex_dump'";
    await expect.poll(() => world.asSuperuser(left)).toEqual([]);
  });

  it("ends a count that is aborted, though a table keeps it waiting", async () => {
    const snapshot = await world.open();
    const hurry = new AbortController();
    const holder = new Client({ connectionString: world.postgres.url("globex") });
    await holder.connect();
    try {
      await holder.query("begin");
      await holder.query("lock table work_packages in access exclusive mode");
      const counting = snapshot.rowCounts(hurry.signal);
      const waiting =
        "select 1 as one from pg_stat_activity where usename = 'globex_dump' and wait_event_type = 'Lock'";
      await expect.poll(() => world.asSuperuser(waiting)).toEqual([{ one: 1 }]);
      hurry.abort(new Error("enough"));
      await expect(counting).rejects.toThrow("enough");
    } finally {
      await holder.end();
    }
  });

  it("says that a connection broke, at the next question", async () => {
    const snapshot = await world.open();
    await world.asSuperuser("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'globex_dump'");
    await expect(snapshot.rowCounts(never)).rejects.toMatchObject({ code: "tenant-database-unavailable" });
  });
});
