import type { Tenant } from "../tenant/tenant.ts";

/** The console's page of a backup: opening it changes nothing, and whoever is not signed in signs in there. */
export const backupAddress = ({ origin }: Tenant, backupId: string): string => `${origin}/backups/${backupId}`;
