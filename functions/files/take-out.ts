import * as z from "zod/mini";
import { type TakeOutDeps, takeOutFile } from "../domain/extract/take-out-file.ts";
import { confirmationOf, confirmationOrWaitMembers } from "../http/confirmation.ts";
import { signedIn } from "../http/handler.ts";
import { renderExtract } from "../http/representations/extract.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { signedInOf } from "../http/signed-in-of.ts";

export const extractRequestShape = z.strictObject({
  ...confirmationOrWaitMembers,
  /** Of the file in the archive, as the list of files has it. */
  path: z.string().check(z.minLength(1), z.maxLength(1024)),
});

/** `POST /api/v3/backups/{backupId}/extracts`: one file, after a step-up; the session gets a new id. */
export const takeOutRoute = (deps: TakeOutDeps) =>
  signedIn<z.infer<typeof extractRequestShape>>({
    body: { shape: extractRequestShape },
    async handle(call) {
      const backupId = call.path["backupId"] ?? "";
      const wish = { ...signedInOf(call), backupId };
      const { extract, ticket, endsAt, sessionId } = await takeOutFile(
        deps,
        wish,
        call.input.path,
        confirmationOf(call),
      );
      return {
        status: 201,
        body: renderExtract(backupId, extract, ticket, endsAt),
        cookies: [sessionCookie(sessionId)],
      };
    },
  });
