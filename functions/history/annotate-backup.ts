import * as z from "zod/mini";
import { annotateBackup } from "../domain/history/annotate-backup.ts";
import type { HistoryDeps } from "../domain/history/cancel-backup.ts";
import { LABEL_CHARACTERS_MAX } from "../domain/history/label.ts";
import { doerOf } from "../http/doer-of.ts";
import { signedIn } from "../http/handler.ts";
import { describeBackup } from "./show-backup.ts";

export const backupNoteShape = z.strictObject({
  /** Empty: none any more. */
  label: z.optional(z.string().check(z.maxLength(LABEL_CHARACTERS_MAX))),
  pinned: z.optional(z.boolean()),
});

/** `PATCH /api/v3/backups/{backupId}`: names a backup, or keeps it from retention. */
export const annotateBackupRoute = (deps: HistoryDeps) =>
  signedIn<z.infer<typeof backupNoteShape>>({
    body: { shape: backupNoteShape },
    async handle(call) {
      const doer = doerOf(call);
      const { label, pinned } = call.input;
      const note = { ...(label === undefined ? {} : { label }), ...(pinned === undefined ? {} : { isPinned: pinned }) };
      const backup = await annotateBackup(deps, doer, call.path["backupId"] ?? "", note);
      return { status: 200, body: await describeBackup(deps, doer, backup) };
    },
  });
