import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { archivesIn, leftIn, pull } from "../../support/pull-script.ts";
import { type ScriptedAnswer, startScriptedApi } from "../../support/scripted-api.ts";

const JOB = "/api/v3/job_statuses/00000000-0000-4000-8000-000000000001";
const accepted: ScriptedAnswer = { status: 202, body: { _links: { job_status: { href: JOB } } } };
const problem = (status: number, message: string, headers = {}): ScriptedAnswer => ({
  status,
  headers,
  body: { _type: "Error", message },
});
const job = (status: string, message: string | null = null): ScriptedAnswer => ({
  status: 200,
  body: { status, message, payload: null },
});

describe("scripts/pull-backup.sh", () => {
  let api: Awaited<ReturnType<typeof startScriptedApi>>;
  let directory: string;
  const settings = () => ({ host: api.origin, api_key: "key!~[]", backup_token: "opbk_x", patience: "3" });
  beforeAll(async () => {
    api = await startScriptedApi();
  });
  afterAll(() => api.close());
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "coffer-settings-"));
    return () => rmSync(directory, { recursive: true, force: true });
  });

  it("ends when the backup fails, and asks for a new one in the next run", async () => {
    api.answer(accepted, job("in_queue"), job("failure", "The database could not be dumped."));
    const failed = await pull(directory, settings());
    expect([failed.code, failed.stderr]).toEqual([5, expect.stringContaining("The database could not be dumped.")]);
    const [asked] = api.seen;
    expect(asked?.line).toBe("POST /api/v3/backups");
    expect(asked?.authorization).toBe(`Basic ${Buffer.from("apikey:key!~[]").toString("base64")}`);
    expect(JSON.parse(asked?.body ?? "")).toEqual({ backupToken: "opbk_x", attachments: true });

    api.answer(accepted, job("cancelled"));
    expect((await pull(directory, settings())).code).toBe(5);
    expect(asked?.key).toMatch(/^\d{4}-\d\d-\d\d-.+\.1$/u);
    expect(api.seen[0]?.key).toBe(asked?.key?.replace(/1$/u, "2"));
  });

  it("gives up an earlier run's backup that is gone, and asks anew", async () => {
    api.answer(accepted, job("in_queue"), problem(401, "Sign in."));
    expect((await pull(directory, settings())).code).toBe(3);
    api.answer(problem(404, "There is nothing here."), accepted, job("failure"));
    expect((await pull(directory, settings())).code).toBe(5);
    expect(api.seen.map(({ line }) => line)).toEqual([`GET ${JOB}`, "POST /api/v3/backups", `GET ${JOB}`]);
  });

  it("waits while another backup is made, and not for a limit that ends tomorrow", async () => {
    api.answer(problem(409, "A backup is already being made."), accepted, job("failure"));
    expect((await pull(directory, settings())).code).toBe(5);
    expect(new Set(api.seen.slice(0, 2).map(({ key }) => key)).size).toBe(1);

    api.answer(problem(429, "No more backups today.", { "retry-after": "40000" }));
    const limited = await pull(directory, settings(), "--quiet");
    expect([limited.code, limited.stderr]).toEqual([4, "pull-backup: No more backups today. (status 429)\n"]);
    expect(api.seen).toHaveLength(1);
  });

  it("gives up a service that stays away, and one that is not there", async () => {
    api.answer(problem(503, "The service is busy.", { "retry-after": "1" }));
    expect((await pull(directory, settings())).code).toBe(4);
    expect(api.seen.length).toBeGreaterThan(1);
    const nowhere = await pull(directory, { ...settings(), host: "http://127.0.0.1:1", patience: "0" });
    expect([nowhere.code, nowhere.stderr]).toEqual([4, expect.stringContaining("connect")]);
    expect(leftIn(directory)).toEqual([]);
  });

  it("takes no path and no link of a service as a setting for curl", async () => {
    const href = `${JOB}"\noutput = "${join(directory, "written")}`;
    api.answer({ status: 202, body: { _links: { job_status: { href } } } });
    expect((await pull(directory, settings())).code).toBe(4);
    const ready = { status: "success", message: null, payload: { download: "/api/v3/backups/1/content" } };
    for (const location of ["http://elsewhere.example/x", 'https://elsewhere.example/"x', "file:///etc/hosts"]) {
      api.answer(accepted, { status: 200, body: ready }, { status: 302, headers: { location } });
      const { code, stderr } = await pull(directory, settings(), "--again");
      expect([code, stderr]).toEqual([4, expect.stringContaining("no proper link")]);
    }
    expect(archivesIn(directory)).toEqual([]);
  });

  it("reads a file of settings that is its user's alone", async () => {
    const config = join(directory, "pull.conf");
    const { host, api_key } = settings();
    writeFileSync(config, `# mine\nhost = ${host}\n api_key=${api_key}\nbackup_token = opbk_y # of ada\nkeep = 7\n`);
    chmodSync(config, 0o640);
    const open = await pull(directory, {}, "--config", config);
    expect([open.code, open.stderr]).toEqual([2, expect.stringContaining("chmod 600")]);

    chmodSync(config, 0o600);
    api.answer(accepted, job("failure"));
    expect((await pull(directory, {}, "--config", config)).code).toBe(5);
    expect(api.seen[0]?.body).toContain("opbk_y");
    api.answer(accepted, job("failure"));
    expect((await pull(directory, { backup_token: "opbk_z" }, "--config", config)).code).toBe(5);
    expect(api.seen[0]?.body).toContain("opbk_z");

    mkdirSync(join(directory, ".config/coffer"), { recursive: true });
    writeFileSync(join(directory, ".config/coffer/pull.conf"), readFileSync(config), { mode: 0o600 });
    api.answer(accepted, job("failure"));
    expect((await pull(directory, {})).code).toBe(5);
  });

  it("says what is wrong with its settings, without showing them", async () => {
    const config = join(directory, "pull.conf");
    writeFileSync(config, "api_key: sesame\n", { mode: 0o600 });
    const wrong: readonly (readonly [settings: object, ...options: string[]])[] = [
      [{ host: "http://backup.example.com" }],
      [{ api_key: 'ses"ame' }],
      [{ backup_token: "" }],
      [{ keep: "all sesame" }],
      [{}, "--keep"],
      [{}, "--sesam"],
      [{}, "--config", config],
      [{}, "--public-key", join(directory, "no.pem")],
    ];
    for (const [change, ...options] of wrong) {
      const { code, stdout, stderr } = await pull(directory, { ...settings(), ...change }, ...options);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^pull-backup: .+\n$/u);
      expect(stderr).not.toMatch(/sesame|ses"ame/u);
    }
    const help = await pull(directory, {}, "--help");
    expect([help.code, help.stderr]).toEqual([0, ""]);
    expect(help.stdout).toContain("Exit codes:");
  });
});
