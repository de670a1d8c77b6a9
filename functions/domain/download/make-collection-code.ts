import type { AuditLog } from "../audit/audit-log.ts";
import { keepRefusal } from "../audit/keep-refusal.ts";
import { Failure, isFailure } from "../failure.ts";
import { personChange, personOf } from "../history/history-change.ts";
import type { Confirmation } from "../session/confirmation.ts";
import { type SignedIn, type StepUpSessionDeps, stepUpSession } from "../session/step-up-session.ts";
import { isOpen } from "../support/hand-outs.ts";
import { COLLECTION_LINKS_MAX, type Collections, hashCollectionCode, newCollectionCode } from "./collection.ts";
import { type FindArchiveDeps, findArchive } from "./find-archive.ts";

export interface MakeCollectionCodeDeps extends StepUpSessionDeps, FindArchiveDeps {
  readonly collections: Collections;
  readonly audit: AuditLog;
}

export interface MadeCollectionCode {
  readonly code: string;
  /** Milliseconds. */
  readonly endsAt: number;
  readonly sessionId: string;
}

/**
 * An administrator of an installation that is about to go takes a code with them, which opens its last backup when nobody
 * can sign in any more. Only for the backup that the operator named for it. The code is returned here and nowhere else;
 * every administrator is told. Throws what `findArchive` and `stepUpSession` throw, `not-an-administrator`, `not-leaving`.
 */
export const makeCollectionCode = async (
  deps: MakeCollectionCodeDeps,
  person: SignedIn,
  backupId: string,
  brought: Confirmation,
): Promise<MadeCollectionCode> => {
  const { tenantId } = person.tenant;
  try {
    if (!person.user.isAdmin) throw new Failure("not-an-administrator");
    const { backup, archive } = await findArchive(deps, person.tenant, person.user, backupId);
    const handOut = await deps.handOuts.find(tenantId, backupId);
    if (!handOut?.isLast || !isOpen(handOut, deps.clock.now())) throw new Failure("not-leaving");
    const sessionId = await stepUpSession(deps, person, brought, "collection");
    const code = newCollectionCode(deps.ids);
    const { endsAt } = handOut;
    const { requestedAt } = backup;
    const change = personChange(
      deps,
      person,
      "backup.collection-code-made",
      { backupId, until: new Date(endsAt).toISOString() },
      { kind: "collection-code-made", about: personOf(person.user), backupId, requestedAt, endsAt },
    );
    await deps.collections.open(
      {
        tenantId,
        codeHash: hashCollectionCode(code),
        backupId,
        versionId: archive.versionId,
        login: person.user.login,
        madeAt: change.at,
        endsAt,
        linksLeft: COLLECTION_LINKS_MAX,
      },
      change,
    );
    return { code, endsAt, sessionId };
  } catch (error) {
    if (isFailure(error)) {
      const { fact } = personChange(deps, person, "backup.collection-code-refused", { backupId, code: error.code });
      await keepRefusal(deps.audit, error, fact);
    }
    throw error;
  }
};
