import { randomUUID } from "node:crypto";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoTenants } from "../../functions/adapters/dynamo/dynamo-tenants.ts";
import { SYSTEM_ORIGIN } from "../../functions/domain/audit/audit-log.ts";
import type { TrySettings } from "../../functions/domain/tenant/try-settings.ts";
import type { DemoCloud } from "./a-demo-cloud.ts";

/** What the operator sets with the command line. */
export async function setTries({ cloud, tenant: { tenantId } }: DemoCloud, tries: TrySettings): Promise<void> {
  const table = cloud.functions["sessions"]?.spec.environment["COFFER_TABLE"];
  if (table === undefined) throw new Error("the function sessions knows no table");
  const client = DynamoDBDocumentClient.from(cloud.services.clients.dynamo);
  const tenants = dynamoTenants({ client, table, clock: { now: Date.now } });
  const seen = await tenants.find(tenantId);
  const isSet =
    seen &&
    (await tenants.change(
      seen,
      { settings: tries },
      {
        factId: randomUUID(),
        tenantId,
        at: Date.now(),
        what: "settings.changed",
        actor: { kind: "system" },
        origin: SYSTEM_ORIGIN,
        details: {},
      },
    ));
  if (!isSet) throw new Error(`the tries of ${tenantId} were not set`);
}
