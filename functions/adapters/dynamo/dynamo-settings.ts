import type { SettingsStore } from "../../domain/tenant/settings-store.ts";
import { commit } from "./change-writes.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { tenantKey } from "./keys.ts";
import { IS_TENANT_THERE } from "./tenant-row.ts";

export const dynamoSettings = (deps: DynamoDeps): SettingsStore => ({
  async change(tenantId, { backupApiPull }, change) {
    const write = {
      Update: {
        TableName: deps.table,
        Key: tenantKey(tenantId),
        UpdateExpression: "SET #settings.#backupApiPull = :backupApiPull",
        ConditionExpression: IS_TENANT_THERE,
        ExpressionAttributeNames: { "#settings": "settings", "#backupApiPull": "backupApiPull" },
        ExpressionAttributeValues: { ":backupApiPull": backupApiPull },
      },
    };
    return (await commit(deps, [{ guards: "tenant" as const, write }], change)).isApplied;
  },
});
