import { describe, expect, it } from "vitest";
import { auditWorld, GLOBEX } from "../../support/audit-world.ts";

const ADA = { kind: "user", userId: 1, login: "ada" } as const;
const CYD = { kind: "user", userId: 3, login: "cyd", apiKeyId: 11 } as const;
const SAMIR = { kind: "staff", staff: "support", name: "samir" } as const;
const OLGA = { kind: "staff", staff: "operator", name: "olga" } as const;

type Answer = { readonly body: Record<string, unknown> | undefined };
const elementsOf = ({ body }: Answer) =>
  (body as { _embedded: { elements: Record<string, unknown>[] } })._embedded.elements;
const ids = (answer: Answer) => elementsOf(answer).map(({ id }) => id);
const nextOf = ({ body }: Answer) => {
  const { nextByCursor } = (body as { _links: { nextByCursor?: { href: string } } })._links;
  return nextByCursor && Object.fromEntries(new URL(nextByCursor.href, "http://x").searchParams);
};

/** Six facts, a second apart, the first at 1970-01-01T00:00:01Z. */
async function someFacts() {
  const world = auditWorld();
  const ada = await world.as("ada");
  await world.record({ factId: "f1", at: 1_000, what: "backup.requested", actor: CYD });
  await world.record({ factId: "f2", at: 2_000, what: "backup.ready" });
  await world.record({
    factId: "f3",
    at: 3_000,
    what: "backup.looked-at",
    actor: SAMIR,
    details: { ticketNumber: "S-1" },
  });
  await world.record({ factId: "f4", at: 4_000, what: "tenant.changed", actor: OLGA });
  await world.record({ factId: "f5", at: 5_000, what: "sign-in.refused", actor: { kind: "anonymous" } });
  await world.record({ factId: "f6", at: 6_000, what: "token.made", actor: ADA });
  await world.record({ factId: "g1", at: 3_500, tenantId: "globex", what: "backup.requested", actor: ADA });
  return { ...world, ada };
}

describe("the audit log, for administrators", () => {
  it("is shown newest first, support's looks in it, each with who, whence, and its place in the chain", async () => {
    const { ada, chainAll, record } = await someFacts();
    await chainAll();
    await record({ factId: "f7", at: 7_000 });
    const answer = await ada.list();
    expect(ids(answer)).toEqual(["f7", "f6", "f5", "f4", "f3", "f2", "f1"]);
    expect(elementsOf(answer).map(({ position }) => position)).toEqual([null, 6, 5, 4, 3, 2, 1]);
    expect(elementsOf(answer)[4]).toEqual({
      _type: "AuditEvent",
      id: "f3",
      kind: "backup.looked-at",
      createdAt: "1970-01-01T00:00:03.000Z",
      actor: { kind: "support", id: null, name: "samir", apiKeyId: null },
      address: "internal",
      requestId: "internal",
      details: { ticketNumber: "S-1" },
      position: 3,
    });
    expect(elementsOf(answer)[6]).toMatchObject({ actor: { kind: "user", id: 3, name: "cyd", apiKeyId: 11 } });
  });

  it.each([
    [{ kind: "backup" }, ["f3", "f2", "f1"]],
    [{ kind: "backup.ready" }, ["f2"]],
    [{ kind: "back" }, []],
    [{ actor: "3" }, ["f1"]],
    [{ actor: "support" }, ["f3"]],
    [{ actor: "operator" }, ["f4"]],
    [{ actor: "system" }, ["f2"]],
    [{ actor: "anonymous" }, ["f5"]],
    [{ from: "1970-01-01T00:00:04Z" }, ["f6", "f5", "f4"]],
    [{ to: "1970-01-01T00:00:02Z" }, ["f1"]],
    [{ from: "1970-01-01T01:00:02+01:00", to: "1970-01-01T00:00:04Z", kind: "backup", actor: "support" }, ["f3"]],
    [{ from: "2040-01-01T00:00:00Z", to: "1980-01-01T00:00:00Z" }, []],
  ])("is narrowed by %j", async (query, found) => {
    const { ada } = await someFacts();
    expect(ids(await ada.list(query))).toEqual(found);
  });

  it("comes in pages that go on as they began", async () => {
    const { ada } = await someFacts();
    const first = await ada.list({ pageSize: "2", to: "1970-01-01T00:00:06Z" });
    expect(ids(first)).toEqual(["f5", "f4"]);
    expect(nextOf(first)).toMatchObject({ pageSize: "2", to: "1970-01-01T00:00:06Z" });
    const second = await ada.list(nextOf(first));
    const third = await ada.list(nextOf(second));
    expect([ids(second), ids(third), nextOf(third)]).toEqual([["f3", "f2"], ["f1"], undefined]);
    expect(ids(await ada.list({ cursor: Buffer.from("T#globex").toString("base64url") }))).not.toContain("g1");
  });

  it.each([
    [{ kind: "backup.*" }],
    [{ kind: "x".repeat(100) }],
    [{ actor: "0" }],
    [{ actor: "staff" }],
    [{ from: "yesterday" }],
    [{ pageSize: "201" }],
    [{ tenantId: "globex" }],
    [{ actor: ["1", "3"] }],
  ])("refuses to be asked %j", async (query) => {
    const { ada } = await someFacts();
    expect(await ada.list(query)).toMatchObject({ status: 422 });
  });

  it("is no business of those who are no administrators, which is itself in it", async () => {
    const { as, facts, record } = await someFacts();
    const cyd = await as("cyd");
    await record({ factId: "f8", at: 8_000 });
    for (const answer of [await cyd.list(), await cyd.export()]) {
      expect(answer).toMatchObject({ status: 403, body: { message: expect.stringContaining("administrator") } });
      expect(JSON.stringify(answer.body)).not.toContain("f8");
    }
    expect(facts("request.refused")).toMatchObject([
      { actor: { login: "cyd" }, details: { code: "not-an-administrator" } },
    ]);
    expect(facts("audit.export-refused")).toMatchObject([{ actor: { login: "cyd" } }]);
  });

  it("shows administrators of another installation their own, whatever they ask", async () => {
    const { as, record } = await someFacts();
    const gus = await as("gus", GLOBEX);
    await record({ factId: "f8", at: 8_000 });
    await record({ factId: "g2", at: 8_000, tenantId: "globex" });
    expect(ids(await gus.list())).toEqual(["g2"]);
    const cursor = Buffer.from("99999999999999#zz").toString("base64url");
    expect(ids(await gus.list({ cursor }))).toEqual(["g2"]);
  });

  it("is refused to a session of another installation", async () => {
    const { as, ask, record } = await someFacts();
    const gus = await as("gus", GLOBEX);
    await record({ factId: "f8", at: 8_000 });
    const answer = await ask({ resource: "/api/v3/audit_events", headers: { cookie: gus.cookie() } });
    expect(answer.status).toBe(401);
  });
});
