import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { findPostgres } from "../../../infra/local/postgres/find-postgres.ts";
import { type Postgres, startPostgres } from "../../../infra/local/postgres/start-postgres.ts";
import { queryPostgres } from "../../support/postgres-query.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

function aDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "coffer-postgres-"));
  undo.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

async function start(directory: string, port = 0): Promise<Postgres> {
  const postgres = await startPostgres({ directory, port, durable: false });
  undo.push(() => postgres.close());
  return postgres;
}

const serverPid = ({ data }: Postgres) => Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Resolves once the process is gone; the test's own time limit ends the wait. */
async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await pause(20);
}

describe("startPostgres", () => {
  it("keeps its data and its passwords over a second start, and leaves no process behind", async () => {
    const directory = aDirectory();
    const first = await start(directory);
    await queryPostgres(first.superuserUrl, "create table kept as select 42 as answer");
    const pid = serverPid(first);
    await first.close();
    expect(isAlive(pid)).toBe(false);

    const second = await start(directory);
    expect(await queryPostgres(second.superuserUrl, "select answer from kept")).toEqual([{ answer: 42 }]);
    expect(new URL(second.superuserUrl).password).toBe(new URL(first.superuserUrl).password);
  });

  it("listens on 127.0.0.1 alone, asks for a scram password, and does not run as root", async () => {
    const postgres = await start(aDirectory());
    const settings = await queryPostgres(
      postgres.superuserUrl,
      "select name, setting from pg_settings where name = any ($1) order by name",
      [["listen_addresses", "password_encryption", "unix_socket_directories"]],
    );
    expect(settings.map(({ setting }) => setting)).toEqual(["127.0.0.1", "scram-sha-256", ""]);
    const hba = await queryPostgres<{ auth_method: string }>(
      postgres.superuserUrl,
      "select distinct auth_method from pg_hba_file_rules",
    );
    expect(hba).toEqual([{ auth_method: "scram-sha-256" }]);
    expect(statSync(postgres.data).uid).not.toBe(0);

    const wrong = new URL(postgres.superuserUrl);
    wrong.password = "guessed";
    await expect(queryPostgres(wrong.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
  });

  it("recovers committed data after the server was killed", async () => {
    const directory = aDirectory();
    const killed = await start(directory);
    await queryPostgres(killed.superuserUrl, "create table kept as select generate_series(1, 1000) as n");
    const pid = serverPid(killed);
    process.kill(pid, "SIGKILL");
    await gone(pid);
    expect(readFileSync(join(killed.data, "postmaster.pid"), "utf8")).toContain(`${pid}`);

    const recovered = await start(directory);
    expect(await queryPostgres(recovered.superuserUrl, "select count(*)::int as n from kept")).toEqual([{ n: 1000 }]);
  });

  it.runIf(process.platform === "linux")("takes the server down when its parent is killed", async () => {
    const directory = aDirectory();
    const starter = fork(join(import.meta.dirname, "../../support/postgres-starter.ts"), [directory]);
    const [message] = await once(starter, "message");
    expect(isAlive(message.serverPid)).toBe(true);
    await queryPostgres(message.url, "create table kept as select 42 as answer");
    starter.kill("SIGKILL");
    await gone(message.serverPid);

    const next = await start(directory);
    expect(await queryPostgres(next.superuserUrl, "select answer from kept")).toEqual([{ answer: 42 }]);
  });

  it.runIf(process.getuid?.() === 0)(
    "keeps data its account cannot reach elsewhere, as long as it is wanted",
    async () => {
      const closed = aDirectory();
      const directory = join(closed, "below");
      const first = await startPostgres({ directory, port: 0 });
      undo.push(() => first.close());
      expect(statSync(closed).mode & 0o777).toBe(0o700);
      expect(first.data.startsWith(closed)).toBe(false);
      await queryPostgres(first.superuserUrl, "create table kept as select 42 as answer");
      await first.close();

      const second = await startPostgres({ directory, port: 0 });
      undo.push(() => second.close());
      expect(await queryPostgres(second.superuserUrl, "select answer from kept")).toEqual([{ answer: 42 }]);
      await second.close();

      rmSync(directory, { recursive: true });
      const anew = await start(directory);
      expect(existsSync(first.data)).toBe(false);
      await anew.close();
      expect(existsSync(anew.data)).toBe(false);
    },
  );

  it("says what to do when its port is taken", async () => {
    const other = createServer();
    undo.push(() => other.close());
    await once(other.listen({ host: "127.0.0.1", port: 0 }), "listening");
    const address = other.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    await expect(start(aDirectory(), address.port)).rejects.toThrow(/choose another port/);
  });
});

describe("findPostgres", () => {
  it("takes the directory PG_BIN names before any other", () => {
    const { bin } = findPostgres();
    expect(findPostgres({ environment: { PG_BIN: bin, PATH: "" } }).bin).toBe(bin);
  });

  it("names what is missing and what to do, rather than pass over a PG_BIN that is wrong", () => {
    const directory = aDirectory();
    const find = () => findPostgres({ environment: { ...process.env, PG_BIN: directory } });
    expect(find).toThrow(`${directory} has no postgres, initdb, psql, pg_dump, pg_restore`);
    expect(find).toThrow("PG_BIN is set");
  });

  it("refuses programs of another major release than the data's", () => {
    expect(() => findPostgres({ major: 8 })).toThrow(/PostgreSQL 8 \(the data directory was made by it\)/);
  });
});
