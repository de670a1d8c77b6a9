import type { AuditFact, AuditLog, Origin } from "../audit/audit-log.ts";
import { keepRefusal } from "../audit/keep-refusal.ts";
import type { ArchiveFacts, Backup } from "../backup/backup.ts";
import type { BackupStore } from "../backup/backup-store.ts";
import { Failure, type FailureDetails, isFailure } from "../failure.ts";
import { noticeOf } from "../outbox.ts";
import type { Clock, Ids } from "../ports.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { ApiKeyOwner } from "../tenant/tenant-users.ts";
import { archiveFileName } from "./archive-file-name.ts";
import { LINK_SECONDS, type LinkSigner } from "./link-signer.ts";
import { weekEnd } from "./pull-digests.ts";
import type { Pulls } from "./pulls.ts";

export interface PullDeps {
  readonly backups: BackupStore;
  readonly links: LinkSigner;
  readonly pulls: Pulls;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** How long the API key that asked for a backup may fetch it without a person. */
export const PULL_WINDOW_MS = 24 * 3_600_000;

/** Who pulls what. */
interface PullWish {
  readonly tenant: Tenant;
  readonly owner: ApiKeyOwner;
  readonly backupId: string;
  readonly origin: Origin;
}

/**
 * One short link to an archive, for the very API key that asked for it: whoever presented both secrets may fetch what
 * that request made. Every pull is audited before its link exists, and every refusal; the first one by a key or from an
 * address is mailed at once, the others in a weekly digest. Throws `not-found` for anything that is not this key's,
 * `missing-permission` when the permission was withdrawn since, `pull-switched-off`, `pull-over`.
 */
export const pullArchive = async (
  deps: PullDeps,
  tenant: Tenant,
  owner: ApiKeyOwner,
  backupId: string,
  origin: Origin,
): Promise<string> => {
  const wish = { tenant, owner, backupId, origin };
  try {
    return await pull(deps, wish);
  } catch (error) {
    if (isFailure(error)) {
      await keepRefusal(deps.audit, error, pullFact(deps, wish, "backup.pull-refused", { code: error.code }));
    }
    throw error;
  }
};

async function pull(deps: PullDeps, wish: PullWish): Promise<string> {
  const { tenant, backupId, origin } = wish;
  const { user, apiKeyId } = wish.owner;
  const backup = await deps.backups.find(tenant.tenantId, backupId);
  const isTheirs = backup?.requestedBy.userId === user.userId && backup.requestedBy.apiKeyId === apiKeyId;
  const archive = isTheirs ? readyArchive(backup) : undefined;
  if (!backup || !archive) throw new Failure("not-found");
  if (!user.mayCreateBackup) throw new Failure("missing-permission");
  if (!tenant.settings.backupApiPull) throw new Failure("pull-switched-off");
  const at = deps.clock.now();
  if (at - (backup.endedAt ?? 0) >= PULL_WINDOW_MS) throw new Failure("pull-over");
  const { tenantId } = tenant;
  const { userId, login, name } = user;
  const about = { userId, login, name };
  const { address } = origin;
  const firstOne = noticeOf(deps.ids, tenantId, at, { kind: "backup-pulled", about, backupId, address });
  const pulled = { tenantId, apiKeyId, address, about, weekEndsAt: weekEnd(at) };
  await deps.pulls.record(pulled, firstOne, pullFact(deps, wish, "backup.pulled"));
  return deps.links.sign(tenantId, archive, archiveFileName(tenant, backup), LINK_SECONDS);
}

const pullFact = (
  { ids, clock }: PullDeps,
  { tenant, owner: { user, apiKeyId }, backupId, origin }: PullWish,
  what: string,
  details: FailureDetails = {},
): AuditFact => ({
  factId: ids.uuid(),
  tenantId: tenant.tenantId,
  at: clock.now(),
  what,
  actor: { kind: "user", userId: user.userId, login: user.login, apiKeyId },
  origin,
  details: { backupId, ...details },
});

const readyArchive = (backup: Backup): ArchiveFacts | undefined =>
  backup.state === "ready" ? backup.archive : undefined;
