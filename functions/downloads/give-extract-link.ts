import { type DownloadExtractDeps, downloadExtract } from "../domain/download/download-extract.ts";
import { signedIn } from "../http/handler.ts";
import { wishOf } from "./wish-of.ts";

/**
 * `GET /api/v3/backups/{backupId}/extracts/{extractId}/content`: sends a person with an open grant for that file on to a
 * link that lives two minutes.
 */
export const giveExtractLinkRoute = (deps: DownloadExtractDeps) =>
  signedIn({
    async handle(call) {
      const location = await downloadExtract(deps, wishOf(call), call.path["extractId"] ?? "");
      return { status: 303, headers: { location } };
    },
  });
