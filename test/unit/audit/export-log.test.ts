import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readExport } from "../../../cli/audit/read-export.ts";
import { auditWorld, GLOBEX } from "../../support/audit-world.ts";

const linesOf = (bytes: Uint8Array | undefined) =>
  Buffer.from(bytes ?? [])
    .toString()
    .split("\n")
    .slice(0, -1);

/** What whoever has the file finds, with nothing of the service at hand. */
function verified(bytes: Uint8Array | undefined) {
  const file = join(mkdtempSync(join(tmpdir(), "coffer-audit-")), "audit.ndjson");
  writeFileSync(file, bytes ?? "");
  return readExport(file, "acme");
}

describe("an export of the audit log", () => {
  it("is given to an administrator who confirms, as rows that prove themselves", async () => {
    const { as, record, chainAll, exports, facts } = auditWorld();
    const ada = await as("ada");
    for (let n = 1; n <= 5; n += 1) await record({ factId: `f${n}`, at: n * 1_000 });
    await record({ factId: "g1", tenantId: "globex" });
    await chainAll();
    const { status, body, cookies } = await ada.export();
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { _type: "AuditExport", rows: 5, lastPosition: 5, nextAfter: null },
    });
    const [[key, bytes] = ["", undefined]] = [...exports.objects];
    expect(key).toBe(`t/acme/audit/${String(body?.["id"])}.ndjson`);
    expect(body?.["downloadUrl"]).toBe(`https://store.example/acme/${key}?name=audit-acme-1-5.ndjson&life=120`);
    expect(cookies).toHaveLength(1);
    expect(await verified(bytes)).toEqual({ position: 5, hash: body?.["lastHash"] });
    expect(String(bytes)).not.toContain("globex");
    expect(facts("audit.exported")).toMatchObject([
      { actor: { login: "ada" }, details: { exportId: body?.["id"], after: 0 } },
    ]);
    expect(facts("session.stepped-up")).toMatchObject([{ details: { for: "audit-export" } }]);
  });

  it("goes on where the one before ended", async () => {
    const { as, record, chainAll, exports } = auditWorld();
    const ada = await as("ada");
    for (let n = 1; n <= 5; n += 1) await record({ factId: `f${n}`, at: n * 1_000 });
    await chainAll();
    expect((await ada.export({ password: "right", after: 3 })).body).toMatchObject({ rows: 2, lastPosition: 5 });
    expect(linesOf([...exports.objects.values()][0]).map((line) => JSON.parse(line).position)).toEqual([4, 5]);
    const empty = await ada.export({ password: "right", after: 999 });
    expect(empty.body).toMatchObject({ rows: 0, lastPosition: 999, lastHash: null, nextAfter: null });
  });

  it("is cut where it gets long, and says so", async () => {
    const { as, record, chainAll, exports } = auditWorld({ exportedMax: 2 });
    const ada = await as("ada");
    for (let n = 1; n <= 4; n += 1) await record({ factId: `f${n}`, at: n * 1_000 });
    await chainAll();
    const first = await ada.export();
    expect(first.body).toMatchObject({ rows: 2, lastPosition: 2, nextAfter: 2 });
    const second = await ada.export({ password: "right", after: first.body?.["nextAfter"] });
    expect(second.body).toMatchObject({ rows: 2, lastPosition: 4, nextAfter: null });
    const files = [...exports.objects.values()].map((bytes) => Buffer.from(bytes));
    expect(await verified(Buffer.concat(files))).toEqual({ position: 4, hash: second.body?.["lastHash"] });
  });

  it.each([
    ["a wrong password", { password: "wrong" }, 403],
    ["no password", {}, 422],
    ["another member", { password: "right", tenantId: "globex" }, 422],
    ["a position that is none", { password: "right", after: -1 }, 422],
  ])("is refused with %s, and nothing is written", async (_, sent, status) => {
    const { as, record, chainAll, exports } = auditWorld();
    const ada = await as("ada");
    await record({ factId: "f1" });
    await chainAll();
    expect((await ada.export(sent)).status).toBe(status);
    expect(exports.objects.size).toBe(0);
  });

  it("of another installation holds nothing of this one", async () => {
    const { as, record, chainAll, exports } = auditWorld();
    const gus = await as("gus", GLOBEX);
    await record({ factId: "f1" });
    await record({ factId: "g1", tenantId: "globex" });
    await chainAll();
    expect((await gus.export()).body).toMatchObject({ rows: 1 });
    expect([...exports.objects.keys()]).toEqual([expect.stringMatching(/^t\/globex\/audit\//u)]);
    expect(linesOf([...exports.objects.values()][0]).join()).toContain("g1");
    expect(linesOf([...exports.objects.values()][0]).join()).not.toContain("acme");
  });

  it.each([
    ["a line break", "first\nsecond\r\nthird"],
    ["a row of its own", '"}\n{"position":2,"previousHash":"0","hash":"0","text":"{}"}'],
    ["another line's separators", "a\u0085b\u2028c\u2029d"],
    ["what moves a terminal's cursor", "\u001b[2K\u009b31m\u0007\u007f\b"],
    ["text that runs backwards", "\u202Egnp.exe\u2066"],
    ["letters that look alike", "раypal ﬀ é e\u0301"],
    ["half a character", "\ud800x"],
    ["a prototype", "__proto__"],
  ])("keeps %s within its line, as it was", async (_, text) => {
    const { as, record, chainAll, exports } = auditWorld();
    const ada = await as("ada");
    await record({ factId: "f1", details: { label: text, [text]: [text] } });
    await record({ factId: "f2", at: 2_000, actor: { kind: "user", userId: 1, login: text } });
    await chainAll();
    await ada.export();
    const [bytes] = exports.objects.values();
    expect(String(bytes)).toMatch(/^[ -~\n]*$/u);
    const rows = linesOf(bytes).map((line) => JSON.parse(JSON.parse(line).text));
    expect(rows).toMatchObject([{ details: { label: text } }, { actor: { login: text } }]);
    expect(Object.keys(rows[0].details)).toContain(text);
    expect(await verified(bytes)).toMatchObject({ position: 2 });
  });
});
