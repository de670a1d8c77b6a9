import type { Clock } from "../domain/ports.ts";
import { signedIn } from "../http/handler.ts";
import { renderSettings } from "../http/representations/settings.ts";

/** `GET /api/v3/backup_settings`: all of them, and whose each one is. */
export const showSettingsRoute = ({ clock }: { readonly clock: Clock }) =>
  signedIn({
    handle: async ({ tenant, caller }) => ({
      status: 200,
      body: renderSettings(tenant, caller.user.isAdmin, clock.now()),
    }),
  });
