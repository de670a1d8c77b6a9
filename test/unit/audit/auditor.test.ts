import { marshall } from "@aws-sdk/util-dynamodb";
import type { AttributeValue, DynamoDBRecord } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { decodeFactImage, encodeFact } from "../../../functions/adapters/dynamo/audit-row.ts";
import { auditFacts } from "../../../functions/auditor/audit-facts.ts";
import type { AuditFact } from "../../../functions/domain/audit/audit-log.ts";
import { BROKEN_MESSAGE } from "../../../functions/domain/audit/verify-all-chains.ts";
import { verifyChain } from "../../../functions/domain/audit/verify-chain.ts";
import { Failure } from "../../../functions/domain/failure.ts";
import { aFact } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { domainDeps } from "../../support/domain-deps.ts";

const imageOf = (row: object) => marshall(row) as Record<string, AttributeValue>;

/** As the table's stream shows a new row. */
const recordOf = (fact: AuditFact, number: number): DynamoDBRecord => ({
  dynamodb: { SequenceNumber: String(number), NewImage: imageOf(encodeFact(fact)) },
});

function world() {
  const deps = domainDeps({});
  const handler = auditFacts({
    ...deps,
    tenantList: deps.tenants,
    decode: ({ dynamodb }) => dynamodb?.NewImage && decodeFactImage(dynamodb.NewImage),
  });
  const write = async (tenantId: string, factId: string, number: number) => {
    const fact = aFact({ tenantId, factId, at: number * 1_000 });
    await deps.audit.record(fact);
    return recordOf(fact, number);
  };
  return { ...deps, handler, write, rows: (tenantId: string) => deps.world.chains.get(tenantId)?.length ?? 0 };
}

describe("the auditor", () => {
  it("chains what the stream shows, once however often it is shown, and leaves other rows alone", async () => {
    const { handler, write, rows } = world();
    const records = [await write("acme", "f1", 1), await write("globex", "g1", 2), await write("acme", "f2", 3)];
    const other = { dynamodb: { NewImage: imageOf({ pk: "T#acme", sk: "OUTBOX#e", dueKind: "outbox", dueAt: 1 }) } };
    expect(await handler({ Records: [...records, ...records, other, {}] })).toEqual({ batchItemFailures: [] });
    await handler({ Records: records });
    expect([rows("acme"), rows("globex")]).toEqual([2, 1]);
  });

  it("asks the stream again for one tenant's facts alone, where they fail", async () => {
    const { handler, write, rows, chain, log } = world();
    const records = [await write("acme", "f1", 1), await write("globex", "g1", 2), await write("acme", "f2", 3)];
    const { append } = chain;
    chain.append = async (head, rowsOf, facts) => {
      if (facts[0]?.tenantId === "acme") throw new Failure("service-busy");
      return append(head, rowsOf, facts);
    };
    const numbers = [{ itemIdentifier: "1" }, { itemIdentifier: "3" }];
    expect(await handler({ Records: records })).toEqual({ batchItemFailures: numbers });
    expect([rows("acme"), rows("globex")]).toEqual([0, 1]);
    expect(log.lines.join()).toContain("facts could not be chained");
    chain.append = append;
    // The clock's turn.
    await handler({});
    expect(rows("acme")).toBe(2);
  });

  it("gives up where others always come first, without having lost anything", async () => {
    const { handler, write, chain } = world();
    const record = await write("acme", "f1", 1);
    const { append } = chain;
    chain.append = async () => "head-moved";
    expect((await handler({ Records: [record] })).batchItemFailures).toHaveLength(1);
    chain.append = append;
    await handler({});
    expect(await verifyChain(chain, "acme")).toMatchObject({ head: { position: 1 }, tail: { count: 0 } });
  });

  it("cuts writes where texts are long", async () => {
    const { handler, audit, chain, rows } = world();
    const sizes: number[] = [];
    const { append } = chain;
    chain.append = async (head, rowsOf, facts) => {
      sizes.push(facts.length);
      return append(head, rowsOf, facts);
    };
    for (let n = 0; n < 6; n += 1) {
      await audit.record(aFact({ tenantId: "acme", at: n, factId: `f${n}`, details: { long: "x".repeat(300_000) } }));
    }
    await handler({});
    expect([rows("acme"), sizes]).toEqual([6, [3, 3]]);
  });

  it("verifies every tenant's chain each night, and that of no tenant, and says which is broken", async () => {
    const { handler, write, log, world: stored } = world();
    for (const tenantId of ["acme", "globex"]) stored.tenants.set(tenantId, aTenant({ tenantId }));
    for (const [index, tenantId] of ["acme", "globex", "-"].entries()) await write(tenantId, "f1", index);
    await handler({});
    await handler({ verify: true });
    expect(log.lines.filter((line) => line.includes("is whole"))).toHaveLength(3);
    expect(log.lines.join()).not.toContain(BROKEN_MESSAGE);
    stored.facts.splice(1, 1);
    await handler({ verify: true });
    const said = log.lines.filter((line) => line.includes(BROKEN_MESSAGE));
    expect(said).toEqual([expect.stringMatching(/^error .*"tenantId":"globex".*"kind":"missing"/u)]);
  });
});
