import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { paginateScan } from "@aws-sdk/client-dynamodb";
import { GetPublicKeyCommand } from "@aws-sdk/client-kms";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aDemoCloud, type DemoCloud, makeDemoToken, until } from "../../support/a-demo-cloud.ts";
import { startAwayDoor } from "../../support/away-door.ts";
import { fetchBytes, sha256 } from "../../support/demo-person.ts";
import {
  archivesIn,
  CHECK,
  everyCommandLine,
  leftIn,
  type PullSettings,
  partIn,
  pull,
  startPull,
} from "../../support/pull-script.ts";
import { startTrippingProxy } from "../../support/tripping-proxy.ts";

describe("scripts/pull-backup.sh on the local cloud", () => {
  let demo: DemoCloud;
  let settings: PullSettings;
  let publicKey: string;
  const directory = mkdtempSync(join(tmpdir(), "coffer-pull-"));
  const archives = join(directory, "archives");
  beforeAll(async () => {
    demo = await aDemoCloud("acme");
    const { cloud, tenant, administrator } = demo;
    settings = {
      host: `${tenant.domainName}:${cloud.port}`,
      api_key: administrator.apiKey,
      backup_token: await makeDemoToken(demo),
      certificate: cloud.certificateFile,
    };
    const { PublicKey = new Uint8Array() } = await cloud.services.clients.kms.send(
      new GetPublicKeyCommand({ KeyId: cloud.functions["worker"]?.spec.environment["COFFER_MANIFEST_KEY_ID"] }),
    );
    publicKey = join(directory, "coffer-key.pem");
    const base64 = Buffer.from(PublicKey).toString("base64");
    writeFileSync(publicKey, `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----\n`);
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true, force: true });
    await demo?.close();
  });

  it("leaves nothing behind when key or token is wrong", async () => {
    for (const wrong of [{ api_key: "0".repeat(64) }, { backup_token: `opbk_${"0".repeat(49)}` }]) {
      const refused = await pull(archives, { ...settings, ...wrong });
      expect(refused.code).toBe(3);
      expect(refused.stderr).toMatch(/status 40[13]/u);
      expect(refused.stdout).toBe("");
      expect([...archivesIn(archives), ...leftIn(archives)]).toEqual([]);
    }
    expect(await requestsOf(demo)).toBe(0);
  });

  it("puts up with a service that is away for a while, shows no secret to anybody, and does nothing when run again", async () => {
    const door = await startAwayDoor(5, demo.cloud.port);
    const host = `http://${demo.tenant.domainName}:${door.port}`;
    const run = startPull(archives, { ...settings, host, public_key: publicKey });
    const [commands, isOver] = [new Set<string>(), run.ended.then(() => true)];
    while (!(await Promise.race([isOver, delay(5, false)]))) for (const each of everyCommandLine()) commands.add(each);
    const { code, stdout, stderr } = await run.ended;
    await door.close();

    expect(stderr).toContain("Out to lunch. (status 503) Trying again in 1 s.");
    expect(code).toBe(0);
    expect(archivesIn(archives)).toHaveLength(1);
    expect(stdout.trim()).toBe(join(archives, archivesIn(archives)[0] ?? ""));
    expect(statSync(stdout.trim()).mode & 0o777).toBe(0o600);
    const seen = [...commands, stdout, stderr].join("\n");
    expect([...commands].filter((each) => each.startsWith("curl ")).length).toBeGreaterThan(0);
    for (const secret of [settings["api_key"], settings["backup_token"], "X-Amz-Signature"]) {
      expect(seen).not.toContain(secret);
    }

    const again = await pull(archives, settings);
    expect(again).toMatchObject({ code: 0, stdout });
    expect(await requestsOf(demo)).toBe(1);
  });

  it("killed in the middle of the download, it goes on there, and asks for no second backup", async () => {
    const proxy = await startTrippingProxy("stall", 1_000_000);
    const killed = startPull(archives, { ...settings, proxy: proxy.url }, "--again");
    const part = await downloadAt(archives, 900_000);
    expect(await pull(archives, settings)).toMatchObject({ code: 8, stdout: "" });
    process.kill(-(killed.child.pid ?? 0), "SIGKILL");
    expect((await killed.ended).code).toBe("SIGKILL");
    await proxy.close();
    expect(archivesIn(archives)).toHaveLength(1);

    const { code, stdout, stderr } = await pull(archives, settings, "--keep", "1");

    expect([code, stderr]).toEqual([0, expect.stringContaining("going on with backup")]);
    expect(statSync(stdout.trim()).ino).toBe(part.inode);
    expect(sha256(readFileSync(stdout.trim()))).toBe(sha256(await bytesOf(demo, stderr)));
    expect(archivesIn(archives)).toHaveLength(1);
    expect(await requestsOf(demo)).toBe(2);
  });

  it("takes up a connection that was cut by a fresh link, and what was spoiled meanwhile from the start", async () => {
    const proxy = await startTrippingProxy("cut", 1_000_000);
    const other = join(directory, "other");
    const run = startPull(other, { ...settings, proxy: proxy.url });
    const part = await downloadAt(other, 1_000_000);
    const bytes = readFileSync(part.file);
    bytes.writeUInt8(bytes.readUInt8(1_000) ^ 1, 1_000);
    writeFileSync(part.file, bytes);
    const spoiled = await run.ended;
    expect([spoiled.code, spoiled.stderr]).toEqual([7, expect.stringContaining("broke off at 1000000 bytes")]);
    expect(archivesIn(other)).toEqual([]);
    expect(partIn(other).bytes).toBe(0);
    await proxy.close();

    const { code, stdout, stderr } = await pull(other, settings);
    expect(code).toBe(0);
    expect(sha256(readFileSync(stdout.trim()))).toBe(sha256(await bytesOf(demo, stderr)));
  });

  it("ends in order when it is told to, and takes up what is not spoiled", async () => {
    const proxy = await startTrippingProxy("stall", 1_000_000);
    const third = join(directory, "third");
    const run = startPull(third, { ...settings, proxy: proxy.url });
    const part = await downloadAt(third, 900_000);
    run.child.kill("SIGTERM");
    expect((await run.ended).code).toBe(143);
    await proxy.close();
    truncateSync(part.file, 800_000);
    const bytes = readFileSync(part.file);
    bytes.writeUInt8(bytes.readUInt8(1_000) ^ 1, 1_000);
    writeFileSync(part.file, bytes);

    const { code, stdout, stderr } = await pull(third, settings);

    expect([code, stderr]).toEqual([0, expect.stringContaining("Downloading it again from the start")]);
    expect(sha256(readFileSync(stdout.trim()))).toBe(sha256(await bytesOf(demo, stderr)));
  });

  it("checks an archive that changed by a bit, by a file, or by its signer, with python3 or with unzip and jq", () => {
    const file = join(archives, archivesIn(archives)[0] ?? "");
    const changed = join(directory, "changed.zip");
    const readers = [process.env["PATH"] ?? "", programs(join(directory, "bin"))];
    for (const path of readers) expect(check(path, file, "--public-key", publicKey)).toBe("");
    for (const how of Object.values(CHANGES)) {
      execFileSync("python3", ["-c", how, file, changed]);
      for (const path of readers) expect(check(path, changed)).toMatch(/check-backup: \w/u);
    }
    execFileSync("openssl", ["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", changed]);
    const foreign = join(directory, "foreign.pem");
    execFileSync("openssl", ["ec", "-in", changed, "-pubout", "-out", foreign], { stdio: "ignore" });
    for (const path of readers) {
      expect(check(path, file, "--public-key", foreign)).toContain("the signature is not by this key");
    }
  });
});

/** The download under way, once so many bytes of it have come. */
const downloadAt = (directory: string, bytes: number) =>
  until("half a download", () => (partIn(directory).bytes >= bytes ? partIn(directory) : undefined));

/** The archive of the backup that the script speaks of, fetched in one go. */
async function bytesOf({ client, administrator }: DemoCloud, said: string): Promise<Buffer> {
  const id = /backup ([\da-f-]{36})/u.exec(said)?.[1] ?? "";
  return (await fetchBytes(await client.link(administrator.apiKey, `/api/v3/backups/${id}/content`))).body;
}

/** What the check says against a file; nothing for a whole one. */
function check(path: string, file: string, ...options: readonly string[]): string {
  const { stderr, status } = spawnSync("/bin/bash", [CHECK, ...options, file], {
    encoding: "utf8",
    env: { PATH: path },
  });
  return status === 0 ? "" : stderr;
}

/** A folder of what the check needs where there is no python3. */
function programs(directory: string): string {
  mkdirSync(directory);
  const names = "awk cat cut grep jq mktemp od openssl rm sed sha256sum sort tr unzip";
  for (const name of names.split(" ")) {
    symlinkSync(execFileSync("which", [name], { encoding: "utf8" }).trim(), join(directory, name));
  }
  return directory;
}

const rewrite = (change: string): string => `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as old, zipfile.ZipFile(sys.argv[2], "w") as new:
    for info in old.infolist():
        name, content = info.filename, old.read(info)
        ${change}
        if content is not None: new.writestr(name, content)
`;

/** Each is a ZIP that unzip likes, but the first. */
const CHANGES = {
  bit: `
import sys
content = bytearray(open(sys.argv[1], "rb").read())
content[1000] ^= 1
open(sys.argv[2], "wb").write(content)
`,
  content: rewrite('if name.startswith("attachment/"): content += b"!"'),
  dump: rewrite('if name == "openproject.pgdump": content = content[:-1] + b"!"'),
  gone: rewrite('if name == "README.txt": content = None'),
  extra: rewrite('if name == "README.txt": new.writestr("README.html", content)'),
  list: rewrite('if name == "entries.ndjson": content += b"\\n"'),
};

/** Requests that were accepted so far, as the audit log has them. */
async function requestsOf({ cloud }: DemoCloud): Promise<number> {
  const TableName = cloud.functions["backups"]?.spec.environment["COFFER_TABLE"];
  let found = 0;
  for await (const { Items = [] } of paginateScan({ client: cloud.services.clients.dynamo }, { TableName })) {
    found += Items.map((item) => unmarshall(item)).filter(({ what }) => what === "backup.requested").length;
  }
  return found;
}
