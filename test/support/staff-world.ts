import type { Backup } from "../../functions/domain/backup/backup.ts";
import type { Finding } from "../../functions/domain/support/check-tenant.ts";
import { createApi } from "../../functions/http/create-api.ts";
import { beginRemovalRoute } from "../../functions/operator/begin-removal.ts";
import { checkTenantRoute } from "../../functions/operator/check-tenant.ts";
import { enablePasswordRoute } from "../../functions/operator/enable-password.ts";
import { endTokenWaitRoute } from "../../functions/operator/end-token-wait.ts";
import { finishRemovalRoute } from "../../functions/operator/finish-removal.ts";
import { listDisabledPasswordsRoute } from "../../functions/operator/list-disabled-passwords.ts";
import { listTokensRoute } from "../../functions/operator/list-tokens.ts";
import { registerTenantRoute } from "../../functions/operator/register-tenant.ts";
import { removeSignOnRoute, setSignOnRoute } from "../../functions/operator/set-sign-on.ts";
import { setTenantRoute } from "../../functions/operator/set-tenant.ts";
import { showSecretPlaceRoute } from "../../functions/operator/show-secret-place.ts";
import { checkAuditRoute } from "../../functions/support/check-audit.ts";
import { createBackupRoute } from "../../functions/support/create-backup.ts";
import { handOutBackupRoute } from "../../functions/support/hand-out-backup.ts";
import { listBackupsRoute } from "../../functions/support/list-backups.ts";
import { listTenantsRoute } from "../../functions/support/list-tenants.ts";
import { readAuditRoute } from "../../functions/support/read-audit.ts";
import { showBackupRoute } from "../../functions/support/show-backup.ts";
import { showTenantRoute } from "../../functions/support/show-tenant.ts";
import { aBackup } from "./a-backup.ts";
import { aTenant } from "./a-tenant.ts";
import { type Ask, answerOf, apiEvent, NO_CONTEXT } from "./api-event.ts";
import { domainDeps } from "./domain-deps.ts";
import { PEOPLE } from "./download-world.ts";
import { aUser } from "./memory-users.ts";

export const STAFF_ROLES = {
  support: "arn:aws:iam::111122223333:role/Support",
  operator: "arn:aws:iam::111122223333:role/Operator",
};
const ARNS = {
  samir: "arn:aws:sts::111122223333:assumed-role/Support/samir",
  olga: "arn:aws:sts::111122223333:assumed-role/Operator/olga",
};
const TENANT = "/support/v1/tenants/{tenantId}";
export const ALL_GOOD: readonly Finding[] = [{ what: "secret", isGood: true }];

const pathOf = (resource: string): Record<string, string> => ({
  ...(resource.includes("{tenantId}") ? { tenantId: "acme" } : {}),
  ...(resource.includes("{backupId}") ? { backupId: "b1" } : {}),
  ...(resource.includes("{userId}") ? { userId: "3" } : {}),
});

/** The functions `support` and `operator` over memory ports, with two tenants; Samir is support, Olga the operator. */
export function staffWorld() {
  let findings = ALL_GOOD;
  const deps = {
    ...domainDeps({ acme: Object.values(PEOPLE), globex: [aUser()] }),
    staffRoles: STAFF_ROLES,
    probes: [{ look: async () => findings }],
    secretPlaces: {
      prefix: "coffer/tenant/",
      signOnPrefix: "coffer/tenant-sign-on/",
      kmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1",
    },
  };
  const { world } = deps;
  const all = { ...deps, tenantList: deps.tenants };
  world.tenants.set("acme", aTenant());
  world.tenants.set("globex", aTenant({ tenantId: "globex", domainName: "backup.globex.example" }));
  const handler = createApi(all, {
    "GET /support/v1/tenants": listTenantsRoute(all),
    "POST /support/v1/tenants": registerTenantRoute(all),
    [`GET ${TENANT}`]: showTenantRoute(all),
    [`PATCH ${TENANT}`]: setTenantRoute(all),
    [`POST ${TENANT}/single_sign_on`]: setSignOnRoute(all),
    [`DELETE ${TENANT}/single_sign_on`]: removeSignOnRoute(all),
    [`POST ${TENANT}/removals`]: beginRemovalRoute(all),
    [`DELETE ${TENANT}`]: finishRemovalRoute(all),
    [`POST ${TENANT}/checks`]: checkTenantRoute(all),
    [`GET ${TENANT}/secret_place`]: showSecretPlaceRoute(all),
    [`GET ${TENANT}/backups`]: listBackupsRoute(all),
    [`POST ${TENANT}/backups`]: createBackupRoute(all),
    [`GET ${TENANT}/backups/{backupId}`]: showBackupRoute(all),
    [`POST ${TENANT}/backups/{backupId}/hand_outs`]: handOutBackupRoute(all),
    [`GET ${TENANT}/audit`]: readAuditRoute(all),
    [`POST ${TENANT}/audit_checks`]: checkAuditRoute(all),
    [`GET ${TENANT}/backup_tokens`]: listTokensRoute(all),
    [`POST ${TENANT}/backup_tokens/{userId}/wait_end`]: endTokenWaitRoute(all),
    [`GET ${TENANT}/disabled_passwords`]: listDisabledPasswordsRoute(all),
    [`POST ${TENANT}/disabled_passwords/{userId}/enablement`]: enablePasswordRoute(all),
  });

  /** Asks as whoever the front door says signed. */
  const askAs = async (userArn: string | null, method: string, resource: string, wanted: Ask = {}) => {
    const event = apiEvent({ method, resource, path: pathOf(resource), ...wanted });
    event.requestContext.identity.userArn = userArn;
    return answerOf(await handler(event, NO_CONTEXT));
  };

  return {
    deps,
    askAs,
    /** Support, about a ticket. */
    samir: (method: string, resource: string, wanted: Ask = {}) =>
      askAs(ARNS.samir, method, resource, { query: { ticketNumber: "SUP-1" }, ...wanted }),
    /** The operator, without one. */
    olga: (method: string, resource: string, wanted: Ask = {}) => askAs(ARNS.olga, method, resource, wanted),
    find(found: readonly Finding[]) {
      findings = found;
    },
    put(backup: Partial<Backup> = {}): Backup {
      const whole = aBackup({ tenantId: "acme", ...backup });
      world.backups.set(`${whole.tenantId}/${whole.backupId}`, whole);
      return whole;
    },
    facts: (what: string) => world.facts.filter((fact) => fact.what === what),
    notices: (kind: string) =>
      [...world.outbox.values()].flatMap(({ event }) =>
        event.kind === "notice" && event.notice.kind === kind ? [event.notice] : [],
      ),
  };
}
