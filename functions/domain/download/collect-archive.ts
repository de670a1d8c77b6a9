import type { AuditLog, Origin } from "../audit/audit-log.ts";
import { keepRefusal } from "../audit/keep-refusal.ts";
import type { BackupStore } from "../backup/backup-store.ts";
import { Failure, type FailureDetails, isFailure } from "../failure.ts";
import type { Clock, Ids } from "../ports.ts";
import { type Attempts, COLLECTION_PER_ADDRESS } from "../session/attempts.ts";
import { countAttempt } from "../session/count-attempt.ts";
import { networkOf } from "../session/network-of.ts";
import type { Tenant } from "../tenant/tenant.ts";
import { archiveFileName } from "./archive-file-name.ts";
import { type Collections, hashCollectionCode } from "./collection.ts";
import { LINK_SECONDS, type LinkSigner } from "./link-signer.ts";

export interface CollectDeps {
  readonly backups: Pick<BackupStore, "find">;
  readonly collections: Collections;
  readonly attempts: Attempts;
  readonly links: LinkSigner;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * One short link for whoever has a collection code; the installation's database is not asked, and need not be there any
 * more. The fact is kept before the link exists. Wrong, used up and late codes, and those of another installation look
 * alike: `collection-refused`. Throws `too-many-attempts`.
 */
export const collectArchive = async (
  deps: CollectDeps,
  tenant: Tenant,
  code: string,
  origin: Origin,
): Promise<string> => {
  const { tenantId } = tenant;
  const factOf = (what: string, details: FailureDetails) => ({
    factId: deps.ids.uuid(),
    tenantId,
    at: deps.clock.now(),
    what,
    actor: { kind: "anonymous" as const },
    origin,
    details,
  });
  try {
    const subject = { tenantId, kind: "collection", subject: networkOf(origin.address) } as const;
    await countAttempt(deps.attempts, subject, COLLECTION_PER_ADDRESS);
    const found = await deps.collections.find(tenantId, hashCollectionCode(code));
    const backup = found && (await deps.backups.find(tenantId, found.backupId));
    if (!found || backup?.archive?.versionId !== found.versionId) throw new Failure("collection-refused");
    const { backupId, login } = found;
    const fact = factOf("backup.collected", { backupId, codeOf: login });
    if (!(await deps.collections.takeLink(found, fact))) throw new Failure("collection-refused");
    await deps.attempts.giveBack(subject);
    return deps.links.sign(tenantId, backup.archive, archiveFileName(tenant, backup), LINK_SECONDS);
  } catch (error) {
    if (isFailure(error))
      await keepRefusal(deps.audit, error, factOf("backup.collection-refused", { code: error.code }));
    throw error;
  }
};
