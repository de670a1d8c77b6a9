import type { AuditLog } from "../audit/audit-log.ts";
import { keepRefusal } from "../audit/keep-refusal.ts";
import { Failure, type FailureDetails, isFailure } from "../failure.ts";
import { type ChangeDeps, personChange } from "../history/history-change.ts";
import type { Confirmation } from "../session/confirmation.ts";
import { type SignedIn, type StepUpSessionDeps, stepUpSession } from "../session/step-up-session.ts";

export interface ConfirmChangeDeps extends StepUpSessionDeps, ChangeDeps {
  readonly audit: AuditLog;
}

/**
 * An administrator proves themselves once more before a setting of theirs changes; `check` is what else has to hold, and comes
 * before it, since the proof changes the session. Returns the session's new id, and what the check found. Throws
 * `not-an-administrator` and what `check` and `stepUpSession` throw; refusals are in the audit log, with `details`.
 */
export const confirmChange = async <Found>(
  deps: ConfirmChangeDeps,
  doer: SignedIn,
  details: FailureDetails,
  typed: Confirmation,
  check: () => Promise<Found>,
): Promise<{ readonly sessionId: string; readonly found: Found }> => {
  try {
    if (!doer.user.isAdmin) throw new Failure("not-an-administrator");
    const found = await check();
    return { found, sessionId: await stepUpSession(deps, doer, typed, "settings") };
  } catch (error) {
    if (isFailure(error)) {
      const { fact } = personChange(deps, doer, "settings.refused", { ...details, code: error.code });
      await keepRefusal(deps.audit, error, fact);
    }
    throw error;
  }
};

/** For `confirmChange`, where the proof is all. */
export const nothingElse = async (): Promise<void> => {};
