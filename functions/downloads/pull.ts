import { type PullDeps, pullArchive } from "../domain/download/pull-archive.ts";
import { Failure } from "../domain/failure.ts";
import { signedIn } from "../http/create-api.ts";

/** `GET /api/v3/backups/{backupId}/content`: sends the API key that asked for a backup on to a link that lives two minutes. */
export const pullRoute = (deps: PullDeps) =>
  signedIn({
    async handle({ tenant, caller, path, origin }) {
      if (caller.via !== "api-key") throw new Failure("unauthenticated");
      return {
        status: 302,
        headers: { location: await pullArchive(deps, tenant, caller, path["backupId"] ?? "", origin) },
      };
    },
  });
