import { type DownloadDeps, downloadArchive } from "../domain/download/download-archive.ts";
import { type DownloadByOpeningDeps, downloadByOpening } from "../domain/download/download-by-opening.ts";
import { type PullDeps, pullArchive } from "../domain/download/pull-archive.ts";
import { doerOf } from "../http/doer-of.ts";
import { signedIn } from "../http/handler.ts";
import { wishOf } from "./wish-of.ts";

/**
 * `GET /api/v3/backups/{backupId}/content`: sends the API key that asked for a backup, or whose owner waited for a day, or
 * a person with an open grant, on to a link that lives two minutes.
 */
export const giveLinkRoute = (deps: PullDeps & DownloadDeps & DownloadByOpeningDeps) =>
  signedIn({
    async handle(call) {
      const { tenant, caller, path, origin } = call;
      if (caller.via === "session") {
        return { status: 303, headers: { location: await downloadArchive(deps, wishOf(call)) } };
      }
      const opened = await downloadByOpening(deps, doerOf(call), path["backupId"] ?? "");
      if (opened !== undefined) return { status: 302, headers: { location: opened } };
      const location = await pullArchive(deps, tenant, caller, path["backupId"] ?? "", origin);
      return { status: 302, headers: { location } };
    },
  });
