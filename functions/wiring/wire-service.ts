import { Logger } from "@aws-lambda-powertools/logger";
import { dynamoAuditLog } from "../adapters/dynamo/dynamo-audit-log.ts";
import { dynamoClient } from "../adapters/dynamo/dynamo-client.ts";
import { dynamoTenants } from "../adapters/dynamo/dynamo-tenants.ts";
import { powertoolsLog } from "../adapters/system/powertools-log.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { systemIds } from "../adapters/system/system-ids.ts";
import { required } from "./environment.ts";

/** What every function stands on: clock, ids, log, and the table with its tenants and audit log. */
export const wireService = () => {
  const clock = systemClock();
  const table = { client: dynamoClient(), table: required("COFFER_TABLE"), clock };
  return {
    clock,
    table,
    ids: systemIds(),
    log: powertoolsLog({ logger: new Logger() }),
    tenants: dynamoTenants(table),
    audit: dynamoAuditLog(table),
  };
};

export type Service = ReturnType<typeof wireService>;
