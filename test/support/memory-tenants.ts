import type { TenantDirectory } from "../../functions/domain/tenant/tenant.ts";
import type { MemoryWorld } from "./memory-world.ts";

export function memoryTenants(world: MemoryWorld): TenantDirectory {
  return {
    findByDomainName: async (domainName) =>
      [...world.tenants.values()].find((tenant) => tenant.domainName === domainName.toLowerCase()),
    find: async (tenantId) => world.tenants.get(tenantId),
  };
}
