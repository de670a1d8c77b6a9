import { expect } from "vitest";
import { aFact } from "../../support/a-backup.ts";
import { storeContract } from "../../support/store-contract.ts";

storeContract("the audit log", (test) => {
  test("keeps each fact once", async (stores, tenantId) => {
    const details = { code: "daily-limit", tries: 3, isFirst: true, factors: ["totp"], none: [] };
    const fact = aFact({ tenantId, factId: "f1", details, actor: { kind: "user", userId: 7, login: "ada" } });

    await stores.audit.record(fact);
    await stores.audit.record(fact);
    await stores.audit.record(aFact({ tenantId, factId: "f2" }));

    expect((await stores.factIds(tenantId)).toSorted()).toEqual(["f1", "f2"]);
  });
});
