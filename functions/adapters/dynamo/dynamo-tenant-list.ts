import type { TenantList } from "../../domain/tenant/tenant.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { tenantKey, tenantListKey } from "./keys.ts";
import { queryItems, readItem } from "./read-item.ts";
import { decodeTenant } from "./tenant-row.ts";

export const dynamoTenantList = (deps: DynamoDeps): TenantList => ({
  async list({ pageSize, after }) {
    const { pk } = tenantListKey("");
    const rows = queryItems(deps, {
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
      ExclusiveStartKey: after === undefined ? undefined : tenantListKey(after),
      Limit: pageSize + 1,
      ConsistentRead: true,
    });
    const ids: string[] = [];
    for await (const { sk } of rows) {
      ids.push(String(sk));
      if (ids.length > pageSize) break;
    }
    const shown = ids.slice(0, pageSize);
    const items = await Promise.all(shown.map((tenantId) => readItem(deps, tenantKey(tenantId))));
    // One that was removed a moment ago is not there any more.
    const tenants = items.flatMap((item) => decodeTenant(item) ?? []);
    const next = ids.length > pageSize ? shown.at(-1) : undefined;
    return { tenants, ...(next === undefined ? {} : { next }) };
  },
});
