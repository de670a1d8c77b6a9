import { Failure } from "../../domain/failure.ts";
import {
  domainNameOf,
  isTenantId,
  type Tenant,
  type TenantDirectory,
  type TenantRegistry,
} from "../../domain/tenant/tenant.ts";
import { commit, putNew } from "./change-writes.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { domainKey, tenantKey, tenantListKey } from "./keys.ts";
import { readItem } from "./read-item.ts";
import { decodeTenant, encodeDomain, encodeGoneTenant, encodeTenant, encodeTenantListRow } from "./tenant-row.ts";
import { tenantUpdate } from "./tenant-update.ts";
import type { GuardedWrite } from "./transact.ts";

export function dynamoTenants(deps: DynamoDeps): TenantDirectory & TenantRegistry {
  const { table } = deps;
  const find = async (tenantId: string): Promise<Tenant | undefined> => {
    return decodeTenant(await readItem(deps, tenantKey(tenantId)));
  };

  return {
    find,

    async findByDomainName(host) {
      const domainName = domainNameOf(host);
      const item = await readItem(deps, domainKey(domainName));
      const tenant = item && (await find(String(item["tenantId"])));
      return tenant?.domainName === domainName ? tenant : undefined;
    },

    async register(tenant, fact) {
      if (!isTenantId(tenant.tenantId)) throw new Failure("constraint-violation", { tenantId: tenant.tenantId });
      const writes: GuardedWrite<"taken">[] = [
        { guards: "taken", write: putNew(table, encodeTenant(tenant)) },
        { guards: "taken", write: putNew(table, encodeDomain(tenant)) },
        { write: { Put: { TableName: table, Item: encodeTenantListRow(tenant) } } },
      ];
      const outcome = await commit(deps, writes, { events: [], fact });
      return outcome.isApplied;
    },

    async remove({ tenantId, domainName }, fact) {
      const replace = {
        TableName: table,
        Item: encodeGoneTenant(tenantId, fact.at),
        ConditionExpression: "domainName = :domainName",
        ExpressionAttributeValues: { ":domainName": domainName },
      };
      const writes: GuardedWrite<"tenant">[] = [
        { guards: "tenant", write: { Put: replace } },
        { write: { Delete: { TableName: table, Key: domainKey(domainName) } } },
        { write: { Delete: { TableName: table, Key: tenantListKey(tenantId) } } },
      ];
      return (await commit(deps, writes, { events: [], fact })).isApplied;
    },

    async change(seen, change, fact) {
      const { domainName } = change;
      const moves: GuardedWrite<"change">[] =
        domainName === undefined || domainName === seen.domainName
          ? []
          : [
              { guards: "change", write: putNew(table, encodeDomain({ tenantId: seen.tenantId, domainName })) },
              { write: { Delete: { TableName: table, Key: domainKey(seen.domainName) } } },
            ];
      const update = { TableName: table, Key: tenantKey(seen.tenantId), ...tenantUpdate(seen, change) };
      const outcome = await commit(deps, [{ guards: "change", write: { Update: update } }, ...moves], {
        events: [],
        fact,
      });
      return outcome.isApplied;
    },
  };
}
