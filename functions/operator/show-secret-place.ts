import type { LookDeps } from "../domain/support/look-at-backups.ts";
import { lookAtTenant } from "../domain/support/look-at-backups.ts";
import type { StaffDeps } from "../domain/support/staff.ts";
import { byStaff, type StaffHandlerDeps } from "../http/by-staff.ts";

export interface SecretPlaceDeps extends StaffDeps, Pick<LookDeps, "tenants">, Pick<StaffHandlerDeps, "audit"> {
  /** What the names of tenants' secrets begin with, and the key that they are encrypted with. */
  readonly secretPlaces: { readonly prefix: string; readonly signOnPrefix: string; readonly kmsKeyArn: string };
}

/** `GET /support/v1/tenants/{tenantId}/secret_place`: where the tenant's logins belong. Nothing of them. */
export const showSecretPlaceRoute = (deps: SecretPlaceDeps) =>
  byStaff({
    async handle(call) {
      const { tenantId } = await lookAtTenant(deps, call, call.path["tenantId"] ?? "");
      const { prefix, signOnPrefix, kmsKeyArn } = deps.secretPlaces;
      const names = { name: `${prefix}${tenantId}`, signOnName: `${signOnPrefix}${tenantId}` };
      return { status: 200, body: { _type: "SecretPlace", ...names, kmsKeyArn } };
    },
  });
