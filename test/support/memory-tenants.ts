import { Failure } from "../../functions/domain/failure.ts";
import {
  domainNameOf,
  isTenantId,
  type Tenant,
  type TenantDirectory,
  type TenantRegistry,
} from "../../functions/domain/tenant/tenant.ts";
import type { MemoryWorld } from "./memory-world.ts";

export function memoryTenants(world: MemoryWorld): TenantDirectory & TenantRegistry {
  const holderOf = (domainName: string): Tenant | undefined =>
    [...world.tenants.values()].find((tenant) => tenant.domainName === domainName);

  return {
    findByDomainName: async (host) => holderOf(domainNameOf(host)),
    find: async (tenantId) => world.tenants.get(tenantId),
    async register(tenant, fact) {
      if (!isTenantId(tenant.tenantId)) throw new Failure("constraint-violation", { tenantId: tenant.tenantId });
      if (world.tenants.has(tenant.tenantId) || holderOf(tenant.domainName)) return false;
      world.tenants.set(tenant.tenantId, tenant);
      world.facts.push(fact);
      return true;
    },
    async save(tenant, fact) {
      const isFree = (holderOf(tenant.domainName)?.tenantId ?? tenant.tenantId) === tenant.tenantId;
      if (!world.tenants.has(tenant.tenantId) || !isFree) return false;
      world.tenants.set(tenant.tenantId, tenant);
      world.facts.push(fact);
      return true;
    },
  };
}
