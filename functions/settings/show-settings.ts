import type { Clock } from "../domain/ports.ts";
import type { Schedules } from "../domain/schedule/schedules.ts";
import { signedIn } from "../http/handler.ts";
import { renderSettings } from "../http/representations/settings.ts";

interface ShowSettingsDeps {
  readonly schedules: Pick<Schedules, "find">;
  readonly clock: Clock;
}

/** `GET /api/v3/backup_settings`: all of them, and whose each one is. */
export const showSettingsRoute = ({ schedules, clock }: ShowSettingsDeps) =>
  signedIn({
    async handle({ tenant, caller }) {
      const schedule = await schedules.find(tenant.tenantId);
      return { status: 200, body: renderSettings(tenant, schedule, caller.user.isAdmin, clock.now()) };
    },
  });
