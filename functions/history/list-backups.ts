import * as z from "zod/mini";
import type { BackupState } from "../domain/backup/backup.ts";
import { actionsOn } from "../domain/history/backup-actions.ts";
import type { BackupHistory } from "../domain/history/backup-history.ts";
import type { Clock } from "../domain/ports.ts";
import { whyKept } from "../domain/retention/why-kept.ts";
import { doerOf } from "../http/doer-of.ts";
import { signedIn } from "../http/handler.ts";
import { renderBackup, renderBackups } from "../http/representations/backup.ts";

/** All but `deleted`: what is deleted is hidden. */
const SEEN = ["queued", "dumping", "packing", "sealing", "ready", "failed", "cancelled"] as const;
const PAGE_SIZE = 20;

export const backupsQueryShape = z.strictObject({
  pageSize: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), PAGE_SIZE),
  /** Several are separated by commas. */
  state: z.optional(z.string().check(z.regex(new RegExp(`^(?:${SEEN.join("|")})(?:,(?:${SEEN.join("|")}))*$`, "u")))),
  cursor: z.optional(z.string().check(z.regex(/^[\w-]{1,128}$/u))),
});

/** `GET /api/v3/backups`: newest first; administrators see all of the installation's, others their own. */
export const listBackupsRoute = (deps: { readonly history: BackupHistory; readonly clock: Clock }) =>
  signedIn({
    async handle(call) {
      const { tenant, caller } = call;
      const { pageSize, state, cursor } = call.query(backupsQueryShape);
      const states: readonly BackupState[] = SEEN.filter((seen) => state?.split(",").includes(seen) ?? true);
      const { backups, next } = await deps.history.list({
        tenantId: tenant.tenantId,
        states,
        pageSize,
        ...(caller.user.isAdmin ? {} : { requestedBy: caller.user.userId }),
        ...(cursor === undefined ? {} : { after: Buffer.from(cursor, "base64url").toString() }),
      });
      const now = deps.clock.now();
      const areNewest = caller.user.isAdmin && cursor === undefined && states.includes("ready");
      const kept = await whyKept(deps, tenant, backups, now, areNewest);
      const elements = backups.map((backup) =>
        renderBackup(backup, actionsOn(backup, doerOf(call), now), { retainedAs: kept.get(backup.backupId) }),
      );
      const query = { ...(state === undefined ? {} : { state }), pageSize: String(pageSize) };
      const nextCursor = next === undefined ? undefined : Buffer.from(next).toString("base64url");
      return { status: 200, body: renderBackups({ elements, query, pageSize, next: nextCursor }) };
    },
  });
