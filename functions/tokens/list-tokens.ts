import type { BackupTokens } from "../domain/token/backup-tokens.ts";
import { signedIn } from "../http/handler.ts";
import { renderTokens } from "../http/representations/backup-token.ts";

/** `GET /api/v3/backup_tokens`: administrators see every holder, others themselves. */
export const listTokensRoute = (deps: { readonly tokens: BackupTokens }) =>
  signedIn({
    async handle({ tenant, caller: { user } }) {
      const all = await deps.tokens.list(tenant.tenantId);
      const shown = all.filter((token) => user.isAdmin || token.userId === user.userId);
      return { status: 200, body: renderTokens(shown) };
    },
  });
