import type { MakeTokenDeps } from "../domain/token/make-token.ts";
import { revokeToken } from "../domain/token/revoke-token.ts";
import { signedIn } from "../http/handler.ts";
import { userIdOf } from "../http/user-id-of.ts";

/** `DELETE /api/v3/backup_tokens/{userId}`: one's own, or anyone's for an administrator. */
export const revokeTokenRoute = (deps: Pick<MakeTokenDeps, "tokens" | "ids" | "clock">) =>
  signedIn({
    async handle({ tenant, caller, path, origin }) {
      await revokeToken(deps, tenant, caller.user, userIdOf(path), origin);
      return { status: 204 };
    },
  });
