import type { AuditLog } from "../audit/audit-log.ts";
import type { Confirmation } from "../session/confirmation.ts";
import { type ConfirmOrWaitDeps, confirmOrWait } from "./confirm-or-wait.ts";
import type { DownloadTickets } from "./download-ticket.ts";
import { type DownloadWish, recordingRefusal } from "./download-wish.ts";
import { type FindArchiveDeps, findArchive } from "./find-archive.ts";
import { type IssuedTicket, issueTicket } from "./issue-ticket.ts";

export interface StepUpDeps extends ConfirmOrWaitDeps, FindArchiveDeps {
  readonly tickets: DownloadTickets;
  readonly audit: AuditLog;
}

/**
 * A person proves once more who they are, or has waited for a day, and gets a ticket for one archive. Throws what
 * `findArchive`, `confirmOrWait` and `issueTicket` throw.
 */
export const stepUp = (deps: StepUpDeps, wish: DownloadWish, brought: Confirmation): Promise<IssuedTicket> =>
  recordingRefusal(deps, wish, "backup.step-up-refused", async () => {
    const { archive } = await findArchive(deps, wish.tenant, wish.user, wish.backupId);
    await confirmOrWait(deps, wish, archive.versionId, brought);
    return issueTicket(deps, wish, { versionId: archive.versionId, what: "backup.step-up" });
  });
