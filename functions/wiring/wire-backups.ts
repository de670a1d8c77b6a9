import { dynamoAttempts } from "../adapters/dynamo/dynamo-attempts.ts";
import { dynamoBackups } from "../adapters/dynamo/dynamo-backups.ts";
import { wireApi } from "./wire-api.ts";
import { wireBackupTokens } from "./wire-backup-tokens.ts";

export const wireBackups = () => {
  const api = wireApi();
  return {
    ...api,
    ...wireBackupTokens(api),
    attempts: dynamoAttempts(api.table),
    backups: dynamoBackups(api.table),
  };
};
