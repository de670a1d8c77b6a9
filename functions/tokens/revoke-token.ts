import { Failure } from "../domain/failure.ts";
import type { MakeTokenDeps } from "../domain/token/make-token.ts";
import { revokeToken } from "../domain/token/revoke-token.ts";
import { signedIn } from "../http/handler.ts";

/** `DELETE /api/v3/backup_tokens/{userId}`: one's own, or anyone's for an administrator. */
export const revokeTokenRoute = (deps: Pick<MakeTokenDeps, "tokens" | "ids" | "clock">) =>
  signedIn({
    async handle({ tenant, caller, path, origin }) {
      const holder = path["userId"] ?? "";
      if (!/^[1-9]\d{0,14}$/u.test(holder)) throw new Failure("not-found");
      await revokeToken(deps, tenant, caller.user, Number(holder), origin);
      return { status: 204 };
    },
  });
