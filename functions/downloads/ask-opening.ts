import * as z from "zod/mini";
import { type AskOpeningDeps, askOpening } from "../domain/download/ask-opening.ts";
import { doerOf } from "../http/doer-of.ts";
import { signedIn } from "../http/handler.ts";
import { renderOpening } from "../http/representations/download-opening.ts";

export const openingRequestShape = z.strictObject({});

/** `POST /api/v3/backups/{backupId}/openings`: for whoever cannot confirm here: the download opens a day later. */
export const askOpeningRoute = (deps: AskOpeningDeps) =>
  signedIn<z.infer<typeof openingRequestShape>>({
    body: { shape: openingRequestShape },
    async handle(call) {
      const opening = await askOpening(deps, doerOf(call), call.path["backupId"] ?? "");
      return { status: 201, body: renderOpening(opening) };
    },
  });
