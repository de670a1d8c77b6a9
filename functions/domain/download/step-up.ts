import type { AuditLog } from "../audit/audit-log.ts";
import { type ConfirmDeps, confirmPerson } from "../session/confirm-person.ts";
import type { Confirmation } from "../session/confirmation.ts";
import type { DownloadOpenings } from "./download-opening.ts";
import type { DownloadTickets } from "./download-ticket.ts";
import { type DownloadWish, recordingRefusal } from "./download-wish.ts";
import { type FindArchiveDeps, findArchive } from "./find-archive.ts";
import { type IssuedTicket, issueTicket } from "./issue-ticket.ts";
import { requireOpening } from "./require-opening.ts";

export interface StepUpDeps extends ConfirmDeps, FindArchiveDeps {
  readonly tickets: DownloadTickets;
  readonly openings: DownloadOpenings;
  readonly audit: AuditLog;
}

/**
 * A person proves once more who they are, and gets a ticket for one archive. The session goes on under a new id, so that
 * whoever knows the old one is left behind. The ticket and the id are returned here and nowhere else.
 * Whoever cannot, and has waited for a day instead, gets it as well. Throws what `findArchive`, `confirmPerson` and
 * `requireOpening` throw, and `unauthenticated` if the session was ended meanwhile.
 */
export const stepUp = (deps: StepUpDeps, wish: DownloadWish, brought: Confirmation): Promise<IssuedTicket> =>
  recordingRefusal(deps, wish, "backup.step-up-refused", async () => {
    const { archive } = await findArchive(deps, wish.tenant, wish.user, wish.backupId);
    if (brought.isWaiting) await requireOpening(deps, wish, archive.versionId);
    else await confirmPerson(deps, wish, brought);
    return issueTicket(deps, wish, { versionId: archive.versionId, what: "backup.step-up" });
  });
