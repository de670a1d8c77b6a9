import { dynamoAuditChain } from "../adapters/dynamo/dynamo-audit-chain.ts";
import { dynamoBackupHistory } from "../adapters/dynamo/dynamo-backup-history.ts";
import { dynamoBackups } from "../adapters/dynamo/dynamo-backups.ts";
import { dynamoHandOuts } from "../adapters/dynamo/dynamo-hand-outs.ts";
import { dynamoSchedules } from "../adapters/dynamo/dynamo-schedules.ts";
import { dynamoTenantList } from "../adapters/dynamo/dynamo-tenant-list.ts";
import { wireStaff } from "./wire-staff.ts";

export const wireSupport = () => {
  const staff = wireStaff();
  return {
    ...staff,
    tenantList: dynamoTenantList(staff.table),
    backups: dynamoBackups(staff.table),
    history: dynamoBackupHistory(staff.table),
    chain: dynamoAuditChain(staff.table),
    handOuts: dynamoHandOuts(staff.table),
    schedules: dynamoSchedules(staff.table),
  };
};
