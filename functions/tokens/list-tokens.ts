import type { Clock } from "../domain/ports.ts";
import type { TenantUsers } from "../domain/tenant/tenant-users.ts";
import type { BackupTokens } from "../domain/token/backup-tokens.ts";
import { nextTokenValidFrom } from "../domain/token/waiting-period.ts";
import { signedIn } from "../http/handler.ts";
import { renderTokens } from "../http/representations/backup-token.ts";

export interface ListTokensDeps {
  readonly tokens: BackupTokens;
  readonly users: TenantUsers;
  readonly clock: Clock;
}

/** `GET /api/v3/backup_tokens`: administrators see every holder, others themselves; and all, how long a new one waits. */
export const listTokensRoute = (deps: ListTokensDeps) =>
  signedIn({
    async handle({ tenant, caller: { user } }) {
      const all = await deps.tokens.list(tenant.tenantId);
      const shown = all.filter((token) => user.isAdmin || token.userId === user.userId);
      return { status: 200, body: renderTokens(shown, await nextTokenValidFrom(deps, tenant, user)) };
    },
  });
