import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoSettings } from "../../../functions/adapters/dynamo/dynamo-settings.ts";
import { dynamoTenants } from "../../../functions/adapters/dynamo/dynamo-tenants.ts";
import { SYSTEM_ORIGIN } from "../../../functions/domain/audit/audit-log.ts";
import { registerTenant } from "../../../infra/local/demo/register-tenant.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { type DynamoService, dynamoService } from "../../support/dynamo-service.ts";
import { type KeysService, keysService } from "../../support/keys-service.ts";

const secret = { identityUrl: "postgres://identity", dumpUrl: "postgres://dump", secretKeyBase: "base" };

describe("a demo tenant that is registered anew at each start", () => {
  let dynamo: DynamoService;
  let keys: KeysService;
  beforeAll(async () => {
    [dynamo, keys] = await Promise.all([dynamoService(), keysService()]);
  });
  afterAll(() => Promise.all([dynamo.stop(), keys.stop()]));

  it("keeps what its administrators set themselves, and takes the rest from the program", async () => {
    const table = await dynamo.createTable();
    const register = { records: dynamo.documents, secrets: keys.secrets, table, secretPrefix: "coffer/tenant/" };
    const deps = { client: dynamo.documents, table, clock: { now: Date.now } };
    await registerTenant(register, aTenant({ registeredAt: 7 }), secret);
    const at = Date.now();
    const fact = { factId: randomUUID(), tenantId: "acme", at, what: "settings.changed", details: {} };
    await dynamoSettings(deps).change(
      aTenant(),
      { backupApiPull: false },
      { at, events: [], fact: { ...fact, actor: { kind: "system" }, origin: SYSTEM_ORIGIN } },
    );

    await registerTenant(register, aTenant({ registeredAt: at, title: "Acme anew" }), secret);

    expect(await dynamoTenants(deps).find("acme")).toMatchObject({
      title: "Acme anew",
      registeredAt: 7,
      settings: { backupApiPull: false },
    });
  });
});
