import { Failure, failureRow } from "../failure.ts";
import { type Attempts, SUPPORT_PER_USER } from "../session/attempts.ts";
import { countAttempt } from "../session/count-attempt.ts";
import type { HistoryDeps } from "./cancel-backup.ts";
import { findVisible } from "./find-visible.ts";
import { type Doer, personChange, personOf } from "./history-change.ts";

export interface AskSupportDeps extends HistoryDeps {
  readonly attempts: Attempts;
}

/**
 * One mail to the support address, with what support needs to find the backup. Throws what `findVisible` throws,
 * `no-support-mail`, and `too-many-attempts` after so many questions a day.
 */
export const askSupport = async (
  deps: AskSupportDeps,
  doer: Doer,
  backupId: string,
  message: string | undefined,
): Promise<void> => {
  const backup = await findVisible(deps, { ...doer, backupId });
  const { tenantId, settings } = doer.tenant;
  if (settings.supportMail === undefined) throw new Failure("no-support-mail");
  await countAttempt(deps.attempts, { tenantId, kind: "support", subject: String(doer.user.userId) }, SUPPORT_PER_USER);
  const { state, requestedAt, failure } = backup;
  const change = personChange(
    deps,
    doer,
    "support.asked",
    { backupId, state },
    {
      kind: "support-asked",
      about: personOf(doer.user),
      backupId,
      requestedAt,
      state,
      ...(failure ? { reason: failureRow(failure).message } : {}),
      ...(message ? { message } : {}),
    },
  );
  await deps.history.record(change);
};
