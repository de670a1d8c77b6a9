import { findOpening, type OpeningDeps } from "../domain/download/stop-opening.ts";
import { doerOf } from "../http/doer-of.ts";
import { signedIn } from "../http/handler.ts";
import { renderOpening } from "../http/representations/download-opening.ts";
import { userIdOf } from "../http/user-id-of.ts";

/** `GET /api/v3/backups/{backupId}/openings/{userId}`: one's own, or anyone's for an administrator. */
export const showOpeningRoute = (deps: OpeningDeps) =>
  signedIn({
    async handle(call) {
      const opening = await findOpening(deps, doerOf(call), call.path["backupId"] ?? "", userIdOf(call.path));
      return { status: 200, body: renderOpening(opening) };
    },
  });
