import { dynamoBackupHistory } from "../adapters/dynamo/dynamo-backup-history.ts";
import { dynamoBackups } from "../adapters/dynamo/dynamo-backups.ts";
import { postgresTenantSizes } from "../adapters/postgres/postgres-tenant-sizes.ts";
import { wireApi } from "./wire-api.ts";
import { wireFactors } from "./wire-factors.ts";

export const wireHistory = () => {
  const api = wireApi();
  return {
    ...api,
    ...wireFactors(api),
    backups: dynamoBackups(api.table),
    history: dynamoBackupHistory(api.table),
    sizes: postgresTenantSizes({ tenantSecrets: api.secrets, pools: api.pools }),
  };
};
