import { describe, expect, it } from "vitest";
import { aFact } from "../../support/a-backup.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";

describe.each(STORE_WORLDS)("the audit log $name", (world) => {
  const run = casesIn(world);

  it("keeps each fact once", () =>
    run(async (stores, tenantId) => {
      const details = { code: "daily-limit", tries: 3, isFirst: true, factors: ["totp"], none: [] };
      const fact = aFact({ tenantId, factId: "f1", details, actor: { kind: "user", userId: 7, login: "ada" } });

      await stores.audit.record(fact);
      await stores.audit.record(fact);
      await stores.audit.record(aFact({ tenantId, factId: "f2" }));

      expect((await stores.factIds(tenantId)).toSorted()).toEqual(["f1", "f2"]);
    }));
});
