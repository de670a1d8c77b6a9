import type { SettingsStore } from "../../domain/tenant/settings-store.ts";
import { commit } from "./change-writes.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { tenantKey } from "./keys.ts";
import { membersOf, memberUpdate } from "./tenant-update.ts";

export const dynamoSettings = (deps: DynamoDeps): SettingsStore => ({
  async change(seen, settings, change) {
    const update = memberUpdate(membersOf(["settings"], settings, { ...seen.settings }));
    const write = { Update: { TableName: deps.table, Key: tenantKey(seen.tenantId), ...update } };
    return (await commit(deps, [{ guards: "tenant" as const, write }], change)).isApplied;
  },
});
