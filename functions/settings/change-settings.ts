import * as z from "zod/mini";
import { type ChangeSettingsDeps, changeSettings } from "../domain/tenant/change-settings.ts";
import { confirmationMembers, confirmationOf } from "../http/confirmation.ts";
import { signedIn } from "../http/handler.ts";
import { OPERATOR_SETTINGS, renderSettings } from "../http/representations/settings.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { signedInOf } from "../http/signed-in-of.ts";

export const settingsChangeShape = z.strictObject({ backup_api_pull: z.boolean(), ...confirmationMembers });

const failures = Object.fromEntries(OPERATOR_SETTINGS.map((name) => [name, "operator-setting" as const]));

/** `PATCH /api/v3/backup_settings`: what is the administrators' own, after password and code. */
export const changeSettingsRoute = (deps: ChangeSettingsDeps) =>
  signedIn<z.infer<typeof settingsChangeShape>>({
    body: { shape: settingsChangeShape, failures },
    async handle(call) {
      const wish = { backupApiPull: call.input.backup_api_pull };
      const { tenant, sessionId } = await changeSettings(deps, signedInOf(call), wish, confirmationOf(call));
      return { status: 200, body: renderSettings(tenant, true), cookies: [sessionCookie(sessionId)] };
    },
  });
