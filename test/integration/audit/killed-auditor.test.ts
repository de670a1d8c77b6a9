import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoAuditChain } from "../../../functions/adapters/dynamo/dynamo-audit-chain.ts";
import { dynamoAuditLog } from "../../../functions/adapters/dynamo/dynamo-audit-log.ts";
import { systemClock } from "../../../functions/adapters/system/system-clock.ts";
import { verifyChain } from "../../../functions/domain/audit/verify-chain.ts";
import { aFact } from "../../support/a-backup.ts";
import { aDemoCloud, type DemoCloud, until } from "../../support/a-demo-cloud.ts";

const FACTS = 400;
const KILLS = 3;
/** The clock comes each minute; the stream tries again before. */
const PATIENCE_MS = 150_000;

describe("auditors that are killed", () => {
  let demo: DemoCloud;
  beforeAll(async () => {
    demo = await aDemoCloud("globex");
  });
  afterAll(() => demo?.close());

  it("in the middle of many facts, under clocks hours off, are made up for: each fact has one place", async () => {
    const auditor = demo.cloud.functions["auditor"];
    const deps = {
      client: DynamoDBDocumentClient.from(demo.cloud.services.clients.dynamo),
      table: auditor?.spec.environment["COFFER_TABLE"] ?? "",
      clock: systemClock(),
    };
    const [log, chain] = [dynamoAuditLog(deps), dynamoAuditChain(deps)];
    const head = async () => (await chain.head("crowd")).position;
    let kills = 0;
    const killed = (async () => {
      while (kills < KILLS) {
        const before = await head();
        // Something was done since, and something is being done.
        await until("work to break", async () =>
          (await head()) > before || before === FACTS
            ? (auditor?.activeCount ?? 0) > 0
              ? true
              : undefined
            : undefined,
        );
        if (before === FACTS) return;
        await auditor?.kill();
        kills += 1;
      }
    })();
    const hourMs = 3_600_000;
    const record = (n: number) =>
      log.record(aFact({ tenantId: "crowd", factId: `f${n}`, at: Date.now() + ((n % 7) - 3) * hourMs }));
    for (let n = 0; n < FACTS; n += 20) await Promise.all(Array.from({ length: 20 }, (_, index) => record(n + index)));

    await until("a place for each", async () => ((await head()) === FACTS ? true : undefined), PATIENCE_MS);
    await killed;
    expect(kills).toBeGreaterThan(0);
    const check = await verifyChain(chain, "crowd");
    expect(check).toMatchObject({ head: { position: FACTS }, tail: { count: 0 } });
    expect(check.broken).toBeUndefined();
    const rows = await Array.fromAsync(chain.rows("crowd"));
    expect(new Set(rows.map(({ text }) => text)).size).toBe(FACTS);
  }, 240_000);
});
