import * as z from "zod/mini";
import { Failure } from "../domain/failure.ts";
import { type ChangeSettingsDeps, changeSettings, type SettingWish } from "../domain/tenant/change-settings.ts";
import { confirmationMembers, confirmationOf } from "../http/confirmation.ts";
import { signedIn } from "../http/handler.ts";
import { OPERATOR_SETTINGS, policyShape, renderSettings } from "../http/representations/settings.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { signedInOf } from "../http/signed-in-of.ts";

/** One setting at a time: each has its own mail. */
export const settingsChangeShape = z.strictObject({
  backup_api_pull: z.optional(z.boolean()),
  backup_retention: z.optional(policyShape),
  ...confirmationMembers,
});

const failures = Object.fromEntries(OPERATOR_SETTINGS.map((name) => [name, "operator-setting" as const]));

/** `PATCH /api/v3/backup_settings`: what is the administrators' own, after password and code. */
export const changeSettingsRoute = (deps: ChangeSettingsDeps) =>
  signedIn<z.infer<typeof settingsChangeShape>>({
    body: { shape: settingsChangeShape, failures },
    async handle(call) {
      const { tenant, sessionId } = await changeSettings(
        deps,
        signedInOf(call),
        wishOf(call.input),
        confirmationOf(call),
      );
      const body = renderSettings(tenant, true, deps.clock.now());
      return { status: 200, body, cookies: [sessionCookie(sessionId)] };
    },
  });

/** Throws `constraint-violation` unless exactly one setting is named. */
function wishOf({
  backup_api_pull: isAllowed,
  backup_retention: policy,
}: z.infer<typeof settingsChangeShape>): SettingWish {
  const wishes: readonly SettingWish[] = [
    ...(isAllowed === undefined ? [] : [{ setting: "backup_api_pull" as const, isAllowed }]),
    ...(policy === undefined ? [] : [{ setting: "backup_retention" as const, policy }]),
  ];
  const [wish, more] = wishes;
  if (!wish || more) throw new Failure("constraint-violation", { attribute: (more ?? { setting: "" }).setting });
  return wish;
}
