import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bytesOf, type DumpWorld, dumpWorld, fakePgDump } from "../../support/dump-world.ts";

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

/** Processes of this one that run the program, besides what is gone and only not yet buried. */
async function childrenRunning(program: string): Promise<number> {
  const { stdout } = await run("ps", ["--ppid", String(process.pid), "-o", "stat=,comm="]);
  return stdout.split("\n").filter((line) => !line.startsWith("Z") && line.includes(program)).length;
}

describe("pg_dump", () => {
  it("that exits with 1 is dump-failed, and what it said is in the log", async () => {
    const snapshot = await world.open({ binDirectory: fakePgDump("exits-1") });
    await expect(bytesOf(snapshot.dump(never))).rejects.toMatchObject({
      code: "dump-failed",
      details: { exitCode: 1 },
    });
    expect(world.warnings).toEqual([
      { message: "pg_dump failed", facts: { exitCode: 1, stderr: "pg_dump: error: no such luck" } },
    ]);
  });

  it("that dies after half of the dump is dump-failed, never a short dump", async () => {
    const snapshot = await world.open({ binDirectory: fakePgDump("writes-half") });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const chunk of snapshot.dump(never)) seen.push(Buffer.from(chunk).toString());
    })();
    await expect(reading).rejects.toMatchObject({ code: "dump-failed", details: { signal: "SIGKILL" } });
    expect(seen.join("")).toBe("half\n");
  });

  it.each(["hangs", "ignores-term", "hangs-at-once"])("that %s is killed by an abort", async (name) => {
    const stop = new AbortController();
    const snapshot = await world.open({ binDirectory: fakePgDump(name), graceMs: 50 });
    const reading = bytesOf(snapshot.dump(stop.signal));
    reading.catch(() => undefined);
    await expect.poll(() => childrenRunning("sleep")).toBe(1);
    stop.abort();
    await expect(reading).rejects.toMatchObject({ code: "dump-failed" });
    await expect.poll(() => childrenRunning("sleep")).toBe(0);
  });

  it("is gone once a reader stops early", async () => {
    const snapshot = await world.open({ binDirectory: fakePgDump("ignores-term"), graceMs: 50 });
    for await (const chunk of snapshot.dump(never)) {
      expect(Buffer.from(chunk).toString()).toBe("begun\n");
      break;
    }
    expect(await childrenRunning("sleep")).toBe(0);
  });

  it("is not started for a snapshot that is stopped already", async () => {
    const snapshot = await world.open({ binDirectory: fakePgDump("hangs") });
    await expect(bytesOf(snapshot.dump(AbortSignal.abort()))).rejects.toMatchObject({ code: "dump-failed" });
  });

  it("that is not there is dump-failed before a connection is made", async () => {
    await expect(world.open({ binDirectory: "/nowhere" })).rejects.toMatchObject({ code: "dump-failed" });
  });

  it("gets the login by its environment alone, and nothing else of ours", async () => {
    const snapshot = await world.open({ binDirectory: fakePgDump("with-zstd") });
    const lines = (await bytesOf(snapshot.dump(never))).toString().trim().split("\n");
    const password = new URL(world.globex.logins.dump.url).password;
    const args = lines.filter((line) => line.startsWith("--"));
    expect(args).toEqual([
      "--format=custom",
      expect.stringMatching(/^--snapshot=\S+$/),
      "--compress=zstd:3",
      "--no-owner",
      "--no-privileges",
      "--no-password",
      "--lock-wait-timeout=120000",
    ]);
    expect(lines).toContain(`PGPASSWORD=${password}`);
    expect(lines).toContain("LC_ALL=C.UTF-8");
    const names = lines.filter((line) => !line.startsWith("--")).map((line) => line.split("=", 1)[0]);
    expect(names.filter((name) => !name?.startsWith("PG"))).toEqual(["LC_ALL", "PATH", "PWD", "TZ"]);
  });

  it("compresses with zstd where the build can, else with the fastest gzip", async () => {
    const without = (
      await bytesOf((await world.open({ binDirectory: fakePgDump("without-zstd") })).dump(never))
    ).toString();
    expect(without).toContain("--compress=1\n");
    const real = await world.open();
    const dump = await bytesOf(real.dump(never));
    expect(dump.subarray(0, 5).toString()).toBe("PGDMP");
  });

  it("does not read faster than it is asked to", async () => {
    const client = new Client({ connectionString: world.postgres.url("globex") });
    await client.connect();
    await client.query(
      "create table bulk as select string_agg(md5(i::text || j::text), '') as t from generate_series(1, 1000) i, generate_series(1, 300) j group by i",
    );
    try {
      const snapshot = await world.open();
      const reader = snapshot.dump(never)[Symbol.asyncIterator]();
      await reader.next();
      const waits = "select wait_event from pg_stat_activity where application_name = 'coffer' and query like 'COPY%'";
      await expect.poll(async () => (await client.query(waits)).rows).toEqual([{ wait_event: "ClientWrite" }]);
      await reader.return?.();
    } finally {
      await client.query("drop table bulk");
      await client.end();
    }
  });
});
