import { type OpeningDeps, stopOpening } from "../domain/download/stop-opening.ts";
import { doerOf } from "../http/doer-of.ts";
import { signedIn } from "../http/handler.ts";
import { userIdOf } from "../http/user-id-of.ts";

/** `DELETE /api/v3/backups/{backupId}/openings/{userId}`: any administrator can, and whoever asked for it. */
export const stopOpeningRoute = (deps: OpeningDeps) =>
  signedIn({
    async handle(call) {
      await stopOpening(deps, doerOf(call), call.path["backupId"] ?? "", userIdOf(call.path));
      return { status: 204 };
    },
  });
