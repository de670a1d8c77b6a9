import * as z from "zod/mini";
import { type FindArchiveDeps, findArchive } from "../domain/download/find-archive.ts";
import { type ListMissingDeps, listMissing } from "../domain/extract/list-missing.ts";
import { undamaged } from "../domain/extract/undamaged.ts";
import { signedIn } from "../http/handler.ts";
import { renderMissingFile, renderMissingFiles } from "../http/representations/missing-file.ts";
import { pageMembers, placeOf } from "./page-members.ts";

export const missingFilesQueryShape = z.strictObject(pageMembers);

/** `GET /api/v3/backups/{backupId}/missing_files`: attachments that its archive could not have, and why. */
export const listMissingRoute = (deps: FindArchiveDeps & ListMissingDeps) =>
  signedIn({
    async handle({ tenant, caller, path, query }) {
      const backupId = path["backupId"] ?? "";
      const { pageSize, cursor } = query(missingFilesQueryShape);
      const { archive } = await findArchive(deps, tenant, caller.user, backupId);
      const { missing, next } = await undamaged(listMissing(deps, archive, { pageSize, ...placeOf(cursor) }));
      const elements = missing.map(renderMissingFile);
      const page = { elements, query: { pageSize: String(pageSize) }, pageSize, next: next?.toString() };
      return { status: 200, body: renderMissingFiles(backupId, page) };
    },
  });
