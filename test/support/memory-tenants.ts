import { Failure } from "../../functions/domain/failure.ts";
import {
  domainNameOf,
  isTenantId,
  type Tenant,
  type TenantDirectory,
  type TenantList,
  type TenantRegistry,
} from "../../functions/domain/tenant/tenant.ts";
import type { MemoryWorld } from "./memory-world.ts";

export function memoryTenants(world: MemoryWorld): TenantDirectory & TenantRegistry & TenantList {
  const holderOf = (domainName: string): Tenant | undefined =>
    [...world.tenants.values()].find((tenant) => tenant.domainName === domainName);

  return {
    findByDomainName: async (host) => holderOf(domainNameOf(host)),
    find: async (tenantId) => world.tenants.get(tenantId),
    async list({ pageSize, after = "" }) {
      const ids = [...world.tenants.keys()].filter((id) => id > after).sort();
      const shown = ids.slice(0, pageSize);
      const next = ids.length > pageSize ? shown.at(-1) : undefined;
      const tenants = shown.flatMap((id) => world.tenants.get(id) ?? []);
      return { tenants, ...(next === undefined ? {} : { next }) };
    },
    async remove({ tenantId, domainName }, fact) {
      if (world.tenants.get(tenantId)?.domainName !== domainName) return false;
      world.tenants.delete(tenantId);
      world.goneTenants.add(tenantId);
      world.facts.push(fact);
      return true;
    },
    async register(tenant, fact) {
      if (!isTenantId(tenant.tenantId)) throw new Failure("constraint-violation", { tenantId: tenant.tenantId });
      const isTaken = world.tenants.has(tenant.tenantId) || world.goneTenants.has(tenant.tenantId);
      if (isTaken || holderOf(tenant.domainName)) return false;
      world.tenants.set(tenant.tenantId, tenant);
      world.facts.push(fact);
      return true;
    },
    async change(seen, { settings = {}, ...change }, fact) {
      const stored = world.tenants.get(seen.tenantId);
      const holder = change.domainName === undefined ? undefined : holderOf(change.domainName);
      const isFree = (holder?.tenantId ?? seen.tenantId) === seen.tenantId;
      const isAsSeen = isSame(change, stored, seen) && isSame(settings, stored?.settings, seen.settings);
      if (stored === undefined || !isFree || !isAsSeen) return false;
      const changed = { ...stored, ...change, settings: withoutNulls({ ...stored.settings, ...settings }) };
      world.tenants.set(seen.tenantId, withoutNulls(changed));
      world.facts.push(fact);
      return true;
    },
  };
}

const isSame = (named: object, stored: object | undefined, seen: object): boolean =>
  Object.keys(named).every((name) => JSON.stringify(valueOf(stored, name)) === JSON.stringify(valueOf(seen, name)));

const valueOf = (whole: object | undefined, name: string): unknown => new Map(Object.entries(whole ?? {})).get(name);

type WithoutNulls<Whole> = { [Name in keyof Whole]: Exclude<Whole[Name], null> };

/** A member that is null is one that is not there. */
const withoutNulls = <Whole extends object>(whole: Whole): WithoutNulls<Whole> =>
  JSON.parse(JSON.stringify(whole, (_, value: unknown) => value ?? undefined));
