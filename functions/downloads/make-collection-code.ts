import type * as z from "zod/mini";
import { type MakeCollectionCodeDeps, makeCollectionCode } from "../domain/download/make-collection-code.ts";
import { confirmationOf, confirmationShape } from "../http/confirmation.ts";
import { signedIn } from "../http/handler.ts";
import { renderMadeCollectionCode } from "../http/representations/collection.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { signedInOf } from "../http/signed-in-of.ts";

/** `POST /api/v3/backups/{backupId}/collection_codes`: a code for when the installation is gone; shown once. */
export const makeCollectionCodeRoute = (deps: MakeCollectionCodeDeps) =>
  signedIn<z.infer<typeof confirmationShape>>({
    body: { shape: confirmationShape },
    async handle(call) {
      const backupId = call.path["backupId"] ?? "";
      const { code, endsAt, sessionId } = await makeCollectionCode(
        deps,
        signedInOf(call),
        backupId,
        confirmationOf(call),
      );
      return { status: 201, body: renderMadeCollectionCode(code, endsAt), cookies: [sessionCookie(sessionId)] };
    },
  });
