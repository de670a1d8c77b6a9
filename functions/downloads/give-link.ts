import { type DownloadDeps, downloadArchive } from "../domain/download/download-archive.ts";
import { type DownloadByKeyDeps, downloadByKey } from "../domain/download/download-by-key.ts";
import { doerOf } from "../http/doer-of.ts";
import { signedIn } from "../http/handler.ts";
import { wishOf } from "./wish-of.ts";

/**
 * `GET /api/v3/backups/{backupId}/content`: sends the API key that asked for a backup, or whose owner waited for a day, or
 * a person with an open grant, on to a link that lives two minutes.
 */
export const giveLinkRoute = (deps: DownloadDeps & DownloadByKeyDeps) =>
  signedIn({
    async handle(call) {
      const { caller, path } = call;
      if (caller.via === "session") {
        return { status: 303, headers: { location: await downloadArchive(deps, wishOf(call)) } };
      }
      const location = await downloadByKey(deps, doerOf(call), caller, path["backupId"] ?? "");
      return { status: 302, headers: { location } };
    },
  });
