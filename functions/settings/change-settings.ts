import * as z from "zod/mini";
import { Failure } from "../domain/failure.ts";
import { removeSchedule, type SetScheduleDeps, setSchedule } from "../domain/schedule/set-schedule.ts";
import type { Confirmation } from "../domain/session/confirmation.ts";
import type { SignedIn } from "../domain/session/step-up-session.ts";
import { type ChangeSettingsDeps, changeSettings } from "../domain/tenant/change-settings.ts";
import { confirmationMembers, confirmationOf } from "../http/confirmation.ts";
import { signedIn } from "../http/handler.ts";
import { scheduleWishShape } from "../http/representations/schedule.ts";
import { OPERATOR_SETTINGS, policyShape, renderSettings } from "../http/representations/settings.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { signedInOf } from "../http/signed-in-of.ts";

/** One setting at a time: each has its own mail. */
export const settingsChangeShape = z.strictObject({
  backup_api_pull: z.optional(z.boolean()),
  backup_retention: z.optional(policyShape),
  /** Null: none any more. */
  backup_schedule: z.optional(z.nullable(scheduleWishShape)),
  /** One's own; wanted for a schedule, which lives as long as it does. */
  backupToken: z.optional(z.string()),
  ...confirmationMembers,
});

type Wish = z.infer<typeof settingsChangeShape>;
type ChangeDeps = ChangeSettingsDeps & SetScheduleDeps;

const failures = {
  ...Object.fromEntries(OPERATOR_SETTINGS.map((name) => [name, "operator-setting" as const])),
  backupToken: "backup-token-missing" as const,
};

/** `PATCH /api/v3/backup_settings`: what is the administrators' own, after password and code. */
export const changeSettingsRoute = (deps: ChangeDeps) =>
  signedIn<Wish>({
    body: { shape: settingsChangeShape, failures },
    async handle(call) {
      refuseSeveral(call.input);
      const doer = signedInOf(call);
      const { tenant, sessionId } = {
        tenant: doer.tenant,
        ...(await change(deps, doer, call.input, confirmationOf(call))),
      };
      const schedule = await deps.schedules.find(tenant.tenantId);
      const body = renderSettings(tenant, schedule, true, deps.clock.now());
      return { status: 200, body, cookies: [sessionCookie(sessionId)] };
    },
  });

/** Throws `constraint-violation` unless exactly one setting is named, with the backup token where it belongs. */
function refuseSeveral({ backupToken, ...wish }: Wish): void {
  const [setting, more] = SETTINGS.filter((name) => wish[name] !== undefined);
  if (setting === undefined || more !== undefined) {
    throw new Failure("constraint-violation", { attribute: more ?? SETTINGS.join(" ") });
  }
  if (wish.backup_schedule && backupToken === undefined) throw new Failure("backup-token-missing");
  if (!wish.backup_schedule && backupToken !== undefined) {
    throw new Failure("constraint-violation", { attribute: "backupToken" });
  }
}

const SETTINGS = ["backup_api_pull", "backup_retention", "backup_schedule"] as const;

function change(
  deps: ChangeDeps,
  doer: SignedIn,
  { backup_api_pull: isAllowed, backup_retention: policy, backup_schedule: schedule, backupToken = "" }: Wish,
  typed: Confirmation,
) {
  if (isAllowed !== undefined) return changeSettings(deps, doer, { setting: "backup_api_pull", isAllowed }, typed);
  if (policy) return changeSettings(deps, doer, { setting: "backup_retention", policy }, typed);
  if (!schedule) return removeSchedule(deps, doer, typed);
  const { cron, timeZone, attachments: wantsAttachments } = schedule;
  return setSchedule(deps, doer, { cron, timeZone, wantsAttachments, backupToken }, typed);
}
