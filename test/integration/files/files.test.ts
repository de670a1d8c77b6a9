import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { entryPath } from "../../../functions/domain/archive/entry-path.ts";
import { extractKey } from "../../../functions/domain/extract/extract.ts";
import { aBadInputCloud, type BadInputCloud } from "../../support/a-bad-input-cloud.ts";
import { inDatabase, makeArchive, putAttachment } from "../../support/bad-backup.ts";
import { aDemoPerson, sha256 } from "../../support/demo-person.ts";
import { contentOf, extractOf, filesOf, missingFilesOf, takeOut } from "../../support/take-out.ts";
import { lastingState, untilQuiet } from "../../support/traces.ts";

const MiB = 1024 ** 2;
const QUOTED = `Größen "neu" & 'alt'; x=y.txt`;
const NASTY = 'a"\r\nSet-Cookie: x=1\u202e.html';
/** More than the function reads by itself: the store copies it. */
const LARGE = "0123456789abcdef".repeat((9 * MiB) / 16);

const unzipped = (...args: readonly string[]): Buffer =>
  execFileSync("unzip", args, { env: { ...process.env, LC_ALL: "C.UTF-8" }, maxBuffer: 2 ** 28 });

describe("files of a backup on the local cloud", () => {
  let world: BadInputCloud;
  let hugo: BadInputCloud["hugo"];
  let file: string;
  let backupId: string;
  beforeAll(async () => {
    world = await aBadInputCloud();
    ({ hugo } = world);
    // A dump that is large whatever compresses it.
    await inDatabase(
      world,
      `create table ballast as select line, (select string_agg(md5(random()::text), '') from generate_series(1, 3000)
       where line > 0) as filler from generate_series(1, 300) line`,
    );
    await putAttachment(world, { id: 9001, file: QUOTED, content: "quoted" });
    await putAttachment(world, { id: 9002, file: NASTY, content: "<script>alert(1)</script>" });
    await putAttachment(world, { id: 9003, file: "large scan.txt", content: LARGE });
    const made = await makeArchive(world, "files.zip");
    ({ file } = made);
    backupId = /backups\/([\w-]+)\/content/u.exec(made.download ?? "")?.[1] ?? "";
  });
  afterAll(() => world?.close());

  it("are listed as unzip lists them, whatever the size of a page", async () => {
    const expected = unzipped("-Z1", file).toString().trim().split("\n");
    expect(expected.length).toBeGreaterThan(20);
    const whole = await filesOf(hugo, backupId, "?pageSize=200");
    expect(whole.elements.map(({ path }) => path)).toEqual(expected);
    expect(whole.elements.slice(0, 2).map(({ name, kind }) => [name, kind])).toEqual([
      ["README.txt", "record"],
      ["openproject.pgdump", "database"],
    ]);
    const inPages = await filesOf(hugo, backupId, "?pageSize=7");
    expect(inPages.elements).toEqual(whole.elements);
    expect(inPages.pages).toBe(Math.ceil(expected.length / 7));
  });

  const found = async (name: string) => {
    const { elements } = await filesOf(hugo, backupId, `?pageSize=3&name=${encodeURIComponent(name)}`);
    return elements.map(({ path }) => path);
  };

  it("are found by a part of their name, in any case, and by the attachment's id", async () => {
    expect(await found("GRÖSSEN")).toEqual([]);
    expect(await found("größen")).toContain(entryPath(9001, QUOTED));
    expect(await found("GRÖßEN")).toEqual(await found("größen"));
    // Made on a Mac, of letters and their dots.
    expect(await found("türliste")).toEqual([expect.stringMatching(/^attachment\/file\/4\//u)]);
    expect(await found("9003")).toEqual([entryPath(9003, "large scan.txt")]);
    expect(await found("pgdump")).toEqual(["openproject.pgdump"]);
    expect(await found("nowhere to be found")).toEqual([]);
  });

  it("that are missing are listed with the reason, page by page", async () => {
    const { elements } = await missingFilesOf(hugo, backupId);
    expect(elements).toMatchObject([
      { attachmentId: 11, name: "lost in the move.pdf", reason: "gone", message: "not in the attachment store" },
      { attachmentId: 12, name: "half a transfer.pdf", reason: "other-size" },
    ]);
    const inPages = await missingFilesOf(hugo, backupId, "?pageSize=1");
    expect(inPages).toEqual({ elements, pages: 2 });
  });

  it.each<readonly [string, string, number]>([
    ["the database, which the store copies", "openproject.pgdump", 1],
    ["a large attachment, which the store copies", entryPath(9003, "large scan.txt"), 1],
    ["an empty file", entryPath(5, "notes (nothing yet).txt"), 0],
    ["a name with umlauts", entryPath(3, "Größenübersicht Lüftung – Überarbeitung.md"), 0],
    ["a name with quotes", entryPath(9001, QUOTED), 0],
    ["a text about the archive", "MISSING_ATTACHMENTS.txt", 0],
  ])("come out one by one, byte for byte: %s", async (_, path, copies) => {
    const { faults } = world.cloud.services.s3;
    faults.resetCounts();
    const expected = unzipped("-p", file, path.replaceAll(/[[\]*?]/gu, "?"));
    const taken = await takeOut(hugo, backupId, path);
    expect(taken.status).toBe(200);
    expect([path, taken.body.length, sha256(taken.body)]).toEqual([path, expected.length, sha256(expected)]);
    expect(faults.counts.get("UploadPartCopy") ?? 0).toBe(copies);
    expect(taken.headers).toMatchObject({ "content-type": "application/octet-stream", "cache-control": "no-store" });
    const name = encodeURIComponent(path.split("/").at(-1) ?? "").replaceAll(
      /['()*!]/gu,
      (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
    );
    expect(taken.headers["content-disposition"]).toMatch(/^attachment; filename="[^"\r\n]*"; filename\*=UTF-8''/u);
    expect(taken.headers["content-disposition"]).toContain(`filename*=UTF-8''${name}`);
  });

  it.each([
    ["README.txt", "PutObject", { kind: "drop-answer" }],
    ["openproject.pgdump", "CompleteMultipartUpload", { kind: "drop-answer" }],
    ["openproject.pgdump", "UploadPartCopy", { kind: "drop-answer" }],
    ["openproject.pgdump", "UploadPartCopy", { kind: "refuse", status: 403, code: "AccessDenied" }],
  ] as const)("come out whole all the same: %s, when the answer to %s is %o", async (path, operation, effect) => {
    const { faults } = world.cloud.services.s3;
    faults.arm({ operation, nth: 1, effect });
    const { body } = await takeOut(hugo, backupId, path);
    faults.disarm();
    expect(sha256(body)).toBe(sha256(unzipped("-p", file, path)));
  });

  it("are never shown by a browser, and set no header by their name", async () => {
    const [path = ""] = await found("9002");
    const { headers, body } = await takeOut(hugo, backupId, path);
    expect(body.toString()).toBe("<script>alert(1)</script>");
    expect(headers["content-type"]).toBe("application/octet-stream");
    expect(headers["set-cookie"]).toBeUndefined();
    expect(headers["content-disposition"]).not.toMatch(/[\r\n\u202e]/u);
  });

  it("lie for themselves in the work bucket, beside what a build removes", async () => {
    const { id } = await extractOf(hugo, backupId, "README.txt");
    const objects = (await lastingState(world)).map((key) => key.split(" ")[0]);
    expect(objects).toContain(extractKey({ tenantId: "globex", backupId }, id));
  });

  it("are told of by one mail to each administrator, which names the file", async () => {
    const mails = async () => {
      await untilQuiet(world);
      return (await world.cloud.services.mailbox.inbox()).filter(
        ({ subject, body }) => subject.includes("File downloaded from a backup") && body.text?.includes("neu"),
      );
    };
    const before = (await mails()).length;
    await takeOut(hugo, backupId, entryPath(9001, QUOTED));
    const told = (await mails()).slice(before).flatMap(({ destination }) => destination.to);
    const administrators = world.tenant.people.filter(({ isAdmin, isActive }) => isAdmin && isActive);
    expect(told.toSorted()).toEqual(administrators.map(({ mail }) => mail).toSorted());
  });

  it("are nobody else's: not another tenant's, not another user's, not those of who may not", async () => {
    const ilse = await aDemoPerson(world, "backup role");
    const bruno = await aDemoPerson({ ...world, tenant: world.acme }, "ordinary");
    const { content } = await takeOut(hugo, backupId, "README.txt");
    for (const stranger of [ilse, bruno]) {
      for (const path of [`/api/v3/backups/${backupId}/files`, `/api/v3/backups/${backupId}/missing_files`, content]) {
        expect([path, (await stranger.call("GET", path)).status]).toEqual([path, 404]);
      }
      const wish = { path: "README.txt", password: stranger.password };
      expect((await stranger.call("POST", `/api/v3/backups/${backupId}/extracts`, wish)).status).toBe(404);
    }
  });

  it("have tickets of their own, good for once and for one file alone", async () => {
    const { ticket } = await extractOf(hugo, backupId, "README.txt");
    const content = await contentOf(hugo, backupId, ticket);
    expect((await hugo.openGrant(backupId, ticket)).status).toBe(403);
    expect((await hugo.call("GET", `/api/v3/backups/${backupId}/content`)).status).toBe(401);
    const other = await extractOf(hugo, backupId, "manifest.json");
    expect((await hugo.call("GET", content.replace(/extracts\/[\w-]+/u, `extracts/${other.id}`))).status).toBe(401);
    expect(await contentOf(hugo, backupId, await hugo.stepUp(backupId))).toBe(`/api/v3/backups/${backupId}/content`);
    expect((await hugo.call("GET", `/api/v3/backups/${backupId}/content`)).status).toBe(303);
    expect((await hugo.call("GET", content)).status).toBe(303);
  });

  it("are gone from the moment the backup is deleted", async () => {
    const { content } = await takeOut(hugo, backupId, "README.txt");
    const { ticket } = await extractOf(hugo, backupId, "README.txt");
    expect((await hugo.call("DELETE", `/api/v3/backups/${backupId}`, { password: hugo.password })).status).toBe(204);
    for (const path of [content, `/api/v3/backups/${backupId}/files`, `/api/v3/backups/${backupId}/missing_files`]) {
      expect([path, (await hugo.call("GET", path)).status]).toEqual([path, 404]);
    }
    expect((await hugo.openGrant(backupId, ticket)).status).toBe(404);
    const again = { path: "README.txt", password: hugo.password };
    expect((await hugo.call("POST", `/api/v3/backups/${backupId}/extracts`, again)).status).toBe(404);
  });
});
