import { Failure } from "../domain/failure.ts";
import type { FailureStreaks } from "../domain/session/failure-streaks.ts";
import { limitsOf } from "../domain/session/limits-of.ts";
import { signedIn } from "../http/handler.ts";
import { renderDisabledPasswords } from "../http/representations/disabled-password.ts";

/** `GET /api/v3/disabled_passwords`: whose password is not looked at any more, for administrators. */
export const listDisabledPasswordsRoute = (deps: { readonly streaks: FailureStreaks }) =>
  signedIn({
    async handle({ tenant, caller: { user } }) {
      if (!user.isAdmin) throw new Failure("not-an-administrator");
      const disabled = await deps.streaks.disabled(tenant.tenantId, limitsOf(tenant).failuresInARow);
      return { status: 200, body: renderDisabledPasswords(disabled, user.userId) };
    },
  });
