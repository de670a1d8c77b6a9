import * as z from "zod/mini";
import { type AskSupportDeps, askSupport } from "../domain/history/ask-support.ts";
import { doerOf } from "../http/doer-of.ts";
import { signedIn } from "../http/handler.ts";
import { renderSupportRequest } from "../http/representations/support-request.ts";

export const supportRequestShape = z.strictObject({
  message: z.optional(z.string().check(z.maxLength(1000))),
});

/** `POST /api/v3/backups/{backupId}/support_request`: a mail to support that names the backup. */
export const askSupportRoute = (deps: AskSupportDeps) =>
  signedIn<z.infer<typeof supportRequestShape>>({
    body: { shape: supportRequestShape },
    async handle(call) {
      const backupId = call.path["backupId"] ?? "";
      await askSupport(deps, doerOf(call), backupId, call.input.message);
      return { status: 202, body: renderSupportRequest(backupId) };
    },
  });
