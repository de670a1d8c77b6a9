import * as z from "zod/mini";
import { type FindArchiveDeps, findArchive } from "../domain/download/find-archive.ts";
import { EXTRACT_LIMITS } from "../domain/extract/extract-limits.ts";
import { type ListFilesDeps, listFiles } from "../domain/extract/list-files.ts";
import { undamaged } from "../domain/extract/undamaged.ts";
import { signedIn } from "../http/handler.ts";
import { renderBackupFile, renderBackupFiles } from "../http/representations/backup-file.ts";
import { pageMembers, placeOf } from "./page-members.ts";

export const filesQueryShape = z.strictObject({
  ...pageMembers,
  /** Part of a file's name, or of its attachment's id, in any case. */
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
});

/** `GET /api/v3/backups/{backupId}/files`: what is in its archive, in the archive's own order. */
export const listFilesRoute = (deps: FindArchiveDeps & ListFilesDeps) =>
  signedIn({
    async handle({ tenant, caller, path, query }) {
      const backupId = path["backupId"] ?? "";
      const { pageSize, name, cursor } = query(filesQueryShape);
      const { archive } = await findArchive(deps, tenant, caller.user, backupId);
      const wish = { pageSize, ...(name === undefined ? {} : { name }), ...placeOf(cursor) };
      const { files, next } = await undamaged(listFiles(deps, archive, wish));
      const { copiedBytesMax } = deps.extractLimits ?? EXTRACT_LIMITS;
      const elements = files.map((file) => renderBackupFile(backupId, file, file.bytes <= copiedBytesMax));
      const asked = { ...(name === undefined ? {} : { name }), pageSize: String(pageSize) };
      const page = { elements, query: asked, pageSize, next: next?.toString() };
      return { status: 200, body: renderBackupFiles(backupId, page) };
    },
  });
