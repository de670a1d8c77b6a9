import type { PutObject } from "../../infra/local/seed/seed-attachments.ts";
import { type SeededTenant, type SeedTenantOptions, seedTenant } from "../../infra/local/seed/seed-tenant.ts";

export interface DemoStore {
  readonly objects: ReadonlyMap<string, Uint8Array>;
  readonly putObject: PutObject;
}

/** A tenant's bucket, in memory. */
export function aDemoStore(): DemoStore {
  const objects = new Map<string, Uint8Array>();
  return { objects, putObject: async (key, body) => void objects.set(key, body) };
}

/** A demo tenant a twentieth of the usual size. */
export async function aDemoTenant(
  options: Pick<SeedTenantOptions, "postgres" | "tenant" | "putObject"> & Partial<SeedTenantOptions>,
): Promise<SeededTenant> {
  return await seedTenant({ size: 0.05, seed: 1, ...options });
}
