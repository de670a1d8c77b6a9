import { describe, expect, it } from "vitest";
import { DUMP_PATH } from "../../../functions/domain/archive/inventory.ts";
import { extractKey } from "../../../functions/domain/extract/extract.ts";
import { aChange } from "../../support/a-backup.ts";
import { aCraftedZip } from "../../support/a-crafted-zip.ts";
import { HELD_ARCHIVE, HELD_CONTENTS } from "../../support/a-held-archive.ts";
import { downloadWorld } from "../../support/download-world.ts";

const DUMP = HELD_CONTENTS.bytesOf.get(DUMP_PATH) ?? Buffer.alloc(0);
const keyOf = (extractId: unknown) => extractKey({ tenantId: "acme", backupId: "b1" }, String(extractId));

/** Somebody takes a file out: their new cookie, and what was answered. */
async function taken(world: ReturnType<typeof downloadWorld>, login = "ada", path = DUMP_PATH) {
  const answer = await world.askExtract(await world.signIn(login), path);
  const { id, ticket } = answer.body ?? {};
  return { answer, cookie: world.cookieOf(answer), id: String(id), ticket: String(ticket) };
}

describe("a file that is taken out", () => {
  it("lies for itself, with its bytes, and has a ticket of two minutes; the session has a new id", async () => {
    const world = downloadWorld();
    const before = await world.signIn("ada");

    const answer = await world.askExtract(before, DUMP_PATH);

    expect(answer).toMatchObject({
      status: 201,
      headers: { "cache-control": "no-store" },
      body: {
        _type: "Extract",
        path: DUMP_PATH,
        size: DUMP.length,
        ticket: expect.stringMatching(/^[\w-]{43}$/u),
        expiresAt: new Date(world.deps.clock.now() + 120_000).toISOString(),
        _links: { grant: { href: "/api/v3/backups/b1/grants", method: "post" } },
      },
    });
    const { objects, uploads } = world.deps.extracts;
    expect([...objects.keys()]).toEqual([keyOf(answer.body?.["id"])]);
    expect(objects.get(keyOf(answer.body?.["id"]))?.content).toEqual(DUMP);
    expect(uploads.size).toBe(0);
    expect(world.cookieOf(answer)).not.toBe(before);
    expect((await world.askExtract(before, DUMP_PATH)).status).toBe(401);
  });

  it("is in the audit log with its name, and its ticket is nowhere", async () => {
    const world = downloadWorld();
    const { id, ticket } = await taken(world);
    expect(world.facts("backup.file-extracted")).toMatchObject([
      { actor: { login: "ada" }, details: { backupId: "b1", extractId: id, path: DUMP_PATH, bytes: DUMP.length } },
    ]);
    const everything = JSON.stringify([[...world.world.tickets], world.world.facts, world.deps.log.lines]);
    expect(everything).not.toContain(ticket);
  });

  it("is opened by its ticket, told to all, and fetched by links that save it under its name", async () => {
    const world = downloadWorld();
    const { cookie, ticket, id } = await taken(world);

    const granted = await world.askGrant(cookie, ticket);

    const content = `/api/v3/backups/b1/extracts/${id}/content`;
    expect(granted).toMatchObject({ status: 201, body: { linksLeft: 10, _links: { content: { href: content } } } });
    const link = await world.askExtractContent(cookie, id);
    expect(link).toMatchObject({ status: 303, headers: { "cache-control": "no-store" } });
    expect(link.headers["location"]).toContain(`https://work.example/acme/${keyOf(id)}?name=${DUMP_PATH}`);
    expect(world.facts("backup.file-link-given")).toMatchObject([{ details: { extractId: id, path: DUMP_PATH } }]);
    const told = [...world.world.outbox.values()].flatMap(({ event }) =>
      event.kind === "notice" ? [event.notice] : [],
    );
    expect(told).toMatchObject([
      { kind: "file-downloaded", about: { login: "ada" }, file: DUMP_PATH, backupId: "b1", address: "192.0.2.1" },
    ]);
  });

  it("gives ten links, for an hour", async () => {
    const world = downloadWorld();
    const { cookie, ticket, id } = await taken(world);
    await world.askGrant(cookie, ticket);
    for (let link = 0; link < 10; link += 1) expect((await world.askExtractContent(cookie, id)).status).toBe(303);
    const refused = await world.askExtractContent(cookie, id);
    expect(refused).toMatchObject({
      status: 401,
      body: { _embedded: { details: { stepUp: "/api/v3/backups/b1/extracts" } } },
    });
    expect(world.facts("backup.file-link-refused")).toMatchObject([{ details: { code: "step-up-required" } }]);

    const late = await taken(world);
    await world.askGrant(late.cookie, late.ticket);
    world.deps.clock.advance(29 * 60_000);
    expect((await world.askExtractContent(late.cookie, late.id)).status).toBe(303);
    world.deps.clock.advance(31 * 60_000);
    expect((await world.askExtractContent(late.cookie, late.id)).status).toBe(401);
  });

  it("has a grant beside that of the archive, and neither opens the other", async () => {
    const world = downloadWorld();
    const { cookie, ticket, id } = await taken(world);
    await world.askGrant(cookie, ticket);
    expect((await world.askContent(cookie)).status).toBe(401);

    const whole = await world.askTicket(cookie);
    const after = world.cookieOf(whole);
    await world.askGrant(after, whole.body?.["ticket"]);
    expect((await world.askContent(after)).status).toBe(303);
    expect((await world.askExtractContent(after, "another")).status).toBe(401);
    expect((await world.askExtractContent(after, id)).status).toBe(303);

    const second = await world.askExtract(after, "README.txt");
    const last = world.cookieOf(second);
    await world.askGrant(last, second.body?.["ticket"]);
    expect((await world.askExtractContent(last, second.body?.["id"])).status).toBe(303);
    expect((await world.askExtractContent(last, id)).status).toBe(303);
    expect((await world.askContent(last)).status).toBe(303);
  });

  it("is opened once, in two minutes, by the session and for the backup that its ticket was given for", async () => {
    const world = downloadWorld();
    const first = await taken(world);
    const bea = await world.signIn("bea");
    expect((await world.askGrant(bea, first.ticket)).status).toBe(403);
    world.put({ backupId: "b2" });
    expect((await world.askGrant(first.cookie, first.ticket, "b2")).status).toBe(403);
    expect((await world.askGrant(first.cookie, first.ticket)).status).toBe(201);
    expect((await world.askGrant(first.cookie, first.ticket)).status).toBe(403);
    expect((await world.askExtractContent(bea, first.id)).status).toBe(401);
    const late = await taken(world);
    world.deps.clock.advance(120_000);
    expect((await world.askGrant(late.cookie, late.ticket)).status).toBe(403);
  });

  it("is out of reach from the moment the backup is deleted or the permission withdrawn", async () => {
    const world = downloadWorld();
    const { cookie, ticket, id } = await taken(world, "cyd");
    await world.askGrant(cookie, ticket);
    const cyd = world.people.findIndex(({ login }) => login === "cyd");
    const person = world.people[cyd];
    if (person) world.people.splice(cyd, 1, { ...person, mayCreateBackup: false });
    expect((await world.askExtractContent(cookie, id)).status).toBe(403);
    if (person) world.people.splice(cyd, 1, person);
    expect((await world.askExtractContent(cookie, id)).status).toBe(303);
    world.put({ state: "deleted" });
    expect((await world.askExtractContent(cookie, id)).status).toBe(404);
    expect((await world.askExtract(cookie, DUMP_PATH)).status).toBe(404);
  });
});

it("is for whoever waited for a day instead of proving themselves, and for nobody who did not", async () => {
  const world = downloadWorld();
  const ada = await world.signIn("ada");
  expect((await world.askExtract(ada, DUMP_PATH, { wait: true })).status).toBe(403);
  const now = world.deps.clock.now();
  const { versionId } = HELD_ARCHIVE;
  const opening = { tenantId: "acme", backupId: "b1", userId: 1, login: "ada", versionId };
  await world.deps.openings.ask({ ...opening, askedAt: now, opensAt: now + 1, endsAt: now + 9 }, aChange("acme", now));
  expect((await world.askExtract(ada, DUMP_PATH, { wait: true })).status).toBe(403);
  world.deps.clock.advance(1);
  expect((await world.askExtract(ada, DUMP_PATH, { wait: true })).status).toBe(201);
});

describe("taking a file out is refused", () => {
  it("to whoever types a wrong password, after it was counted, and copies nothing", async () => {
    const world = downloadWorld();
    const ada = await world.signIn("ada");
    for (let each = 0; each < 5; each += 1) {
      expect((await world.askExtract(ada, DUMP_PATH, { password: "wrong" })).status).toBe(403);
    }
    expect((await world.askExtract(ada, DUMP_PATH)).status).toBe(429);
    expect(world.deps.extracts.objects.size).toBe(0);
    expect(world.world.tickets.size).toBe(0);
    expect(world.facts("backup.extract-refused").map(({ details }) => details["code"])).toEqual([
      ...Array.from({ length: 5 }, () => "confirmation-refused"),
      "too-many-attempts",
    ]);
  });

  it.each([
    "no/such/file",
    "../README.txt",
    "README.TXT",
    "attachment/file/0/",
    "attachment/file/0/../../../README.txt",
  ])("for a path that is not in the archive (%s), before anything is proven", async (path) => {
    const world = downloadWorld();
    const computed = world.deps.passwords.computed();
    const ada = await world.signIn("ada");
    expect((await world.askExtract(ada, path)).status).toBe(404);
    expect(world.deps.passwords.computed()).toBe(computed + 1);
  });

  it("after thirty in an hour, before anything is proven", async () => {
    const world = downloadWorld();
    let cookie = await world.signIn("ada");
    for (let file = 0; file < 30; file += 1) {
      const answer = await world.askExtract(cookie, "README.txt");
      expect(answer.status).toBe(201);
      cookie = world.cookieOf(answer);
    }
    const computed = world.deps.passwords.computed();
    expect((await world.askExtract(cookie, "README.txt")).status).toBe(429);
    expect(world.deps.passwords.computed()).toBe(computed);
    expect((await world.askExtract(await world.signIn("bea"), "README.txt")).status).toBe(201);
    world.deps.clock.advance(3_600_000);
    expect((await world.askExtract(await world.signIn("ada"), "README.txt")).status).toBe(201);
  });

  it("for a file that is too large, before anything is proven, and says what to do", async () => {
    const world = downloadWorld();
    world.deps.extractLimits.copiedBytesMax = DUMP.length - 1;
    const ada = await world.signIn("ada");
    const computed = world.deps.passwords.computed();
    const refused = await world.askExtract(ada, DUMP_PATH, { password: "wrong" });
    expect(world.deps.passwords.computed()).toBe(computed);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        message: expect.stringContaining("Download the whole backup"),
        _embedded: { details: { bytesMax: DUMP.length - 1 } },
      },
    });
  });

  it.each([
    ["whose local header has another size", { header: (header: Buffer) => header.writeUInt32LE(5, 22) }],
    ["whose local header has another name", { header: (header: Buffer) => header.write("x", 30) }],
    ["whose bytes are others", { record: undefined, header: undefined, bytes: true }],
  ])("for an entry %s, and leaves nothing", async (_, change) => {
    const zip = aCraftedZip([{ path: "README.txt", content: "read me", ...("bytes" in change ? {} : change) }]);
    if ("bytes" in change) zip.write("X", zip.indexOf("read me"));
    const world = downloadWorld(zip);
    const ada = await world.signIn("ada");
    const refused = await world.askExtract(ada, "README.txt");
    expect(refused).toMatchObject({ status: 500, body: { message: expect.stringContaining("nothing was taken out") } });
    expect(world.deps.extracts.objects.size).toBe(0);
    expect(world.world.tickets.size).toBe(0);
    // Nothing came of it: the session goes on as it was.
    expect(
      (
        await world.ask({
          resource: "/api/v3/backups/{backupId}/files",
          path: { backupId: "b1" },
          headers: { cookie: ada },
        })
      ).status,
    ).toBe(200);
  });
});
