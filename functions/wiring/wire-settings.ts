import { dynamoSchedules } from "../adapters/dynamo/dynamo-schedules.ts";
import { dynamoSettings } from "../adapters/dynamo/dynamo-settings.ts";
import { wireApi } from "./wire-api.ts";
import { wireBackupTokens } from "./wire-backup-tokens.ts";
import { wireFactors } from "./wire-factors.ts";

export const wireSettings = () => {
  const api = wireApi();
  return {
    ...api,
    ...wireFactors(api),
    ...wireBackupTokens(api),
    settings: dynamoSettings(api.table),
    schedules: dynamoSchedules(api.table),
  };
};
