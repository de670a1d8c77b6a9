import { describe, expect, it } from "vitest";
import { chainFacts } from "../../../functions/domain/audit/chain-facts.ts";
import { walkChain } from "../../../functions/domain/audit/walk-chain.ts";
import { aFact } from "../../support/a-backup.ts";
import { staffWorld } from "../../support/staff-world.ts";

const AUDIT = "/support/v1/tenants/{tenantId}/audit";
const CHECKS = `${AUDIT}_checks`;
type Row = { position: number; previousHash: string; hash: string; text: string };

/** A world whose tenant has so many chained facts. */
async function withFacts(count: number, tenantId = "acme") {
  const world = staffWorld();
  const facts = Array.from({ length: count }, (_, at) => aFact({ tenantId, at, what: "backup.requested" }));
  for (const fact of facts) await world.deps.audit.record(fact);
  await chainFacts(world.deps, tenantId, facts);
  return world;
}

describe("the audit log, to the staff", () => {
  it("is read row by row, and its hashes can be computed again", async () => {
    const { samir, facts } = await withFacts(3);
    const answer = await samir("GET", AUDIT);
    expect(answer).toMatchObject({ status: 200, body: { count: 3 } });
    const rows = (answer.body as { _embedded: { elements: Row[] } })._embedded.elements;
    const walk = await walkChain(rows.map((row) => ({ tenantId: "acme", ...row })));
    expect(walk).toMatchObject({ last: { position: 3 } });
    expect(walk.broken).toBeUndefined();
    expect(facts("audit.read")).toMatchObject([
      { actor: { name: "samir" }, details: { ticketNumber: "SUP-1", after: 0 } },
    ]);
  });

  it("comes in pages, each row once", async () => {
    const { olga } = await withFacts(1_100);
    const seen: number[] = [];
    let query: Record<string, string> | undefined = {};
    while (query) {
      const { body } = await olga("GET", AUDIT, { query });
      const page = body as { _embedded: { elements: Row[] }; _links: { nextByCursor?: { href: string } } };
      seen.push(...page._embedded.elements.map(({ position }) => position));
      const next: string | undefined = page._links.nextByCursor?.href;
      query = next ? Object.fromEntries(new URL(next, "http://unused").searchParams) : undefined;
    }
    expect(seen).toEqual(Array.from({ length: 1_100 }, (_, index) => index + 1));
  });

  it("holds when nobody touched it, what waits aside", async () => {
    const { olga, facts } = await withFacts(5);
    expect(await olga("POST", CHECKS)).toMatchObject({
      status: 200,
      body: { good: true, head: { position: 5 }, broken: null, waiting: { count: 1 } },
    });
    expect(facts("audit.checked")).toHaveLength(1);
  });

  it("names the first fact that somebody changed", async () => {
    const { olga, deps } = await withFacts(5);
    const index = deps.world.facts.findIndex((fact) => fact.tenantId === "acme" && fact.at === 2);
    const fact = deps.world.facts[index];
    if (!fact) throw new Error("no such fact");
    deps.world.facts[index] = { ...fact, what: "backup.never-requested" };
    expect(await olga("POST", CHECKS)).toMatchObject({
      status: 200,
      body: { good: false, broken: { kind: "changed", where: "fact", position: 3 } },
    });
  });

  it("is that of one tenant, and of the staff under a name that no tenant has", async () => {
    const { samir } = await withFacts(2, "globex");
    expect((await samir("GET", AUDIT)).body).toMatchObject({ count: 0 });
    expect((await samir("GET", AUDIT, { path: { tenantId: "-" }, query: { ticketNumber: "1" } })).status).toBe(200);
    expect((await samir("POST", CHECKS, { path: { tenantId: "nope" }, query: { ticketNumber: "1" } })).status).toBe(
      404,
    );
  });

  it.each(["-1", "1e3", "x", "9999999999999"])("begins nowhere else: cursor %s", async (cursor) => {
    const { olga } = await withFacts(1);
    expect((await olga("GET", AUDIT, { query: { cursor } })).status).toBe(422);
  });
});
