import { createHash } from "node:crypto";
import type { Actor, AuditFact, AuditLog, Origin } from "../audit/audit-log.ts";
import { keepRefusal } from "../audit/keep-refusal.ts";
import { Failure, isFailure } from "../failure.ts";
import { workOf } from "../outbox.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { TenantUsers, User } from "../tenant/tenant-users.ts";
import type { BackupToken } from "../token/backup-token.ts";
import { type CheckTokenDeps, checkToken } from "../token/check-token.ts";
import type { TokenPresenter } from "../token/count-wrong-token.ts";
import type { Backup } from "./backup.ts";
import type { Acceptance, BackupStore, IdempotencyRecord } from "./backup-store.ts";

export interface RequestBackupDeps extends CheckTokenDeps {
  readonly users: TenantUsers;
  readonly backups: BackupStore;
  readonly audit: AuditLog;
}

export interface BackupRequest {
  readonly user: User;
  readonly apiKeyId?: number;
  readonly backupToken: string;
  readonly wantsAttachments: boolean;
  /** The client's `Idempotency-Key`. */
  readonly idempotencyKey?: string | undefined;
  readonly origin: Origin;
}

/**
 * Accepts a request, or says why not, in the order of the wire contract: permission, token, the answer to a repeated
 * request, pending, daily limit. What is accepted is one transaction. Every refusal is in the audit log.
 */
export const requestBackup = async (
  deps: RequestBackupDeps,
  tenant: Tenant,
  request: BackupRequest,
): Promise<Backup> => {
  try {
    if (!request.user.mayCreateBackup) throw new Failure("missing-permission");
    const token = await checkToken(deps, presenterOf(tenant, request), request.backupToken);
    const idempotency = idempotencyRecord(request);
    const before = await acceptedBefore(deps, tenant, idempotency);
    if (before) return before;
    // Read anew, right before it counts: a permission taken away, or a user locked, in the meantime accepts nothing.
    const user = await deps.users.findById(tenant, request.user.userId);
    if (!user?.mayCreateBackup) throw new Failure("missing-permission");
    return await accept(deps, tenant, acceptanceOf(deps, tenant, { ...request, user }, token, idempotency));
  } catch (error) {
    if (isFailure(error)) await keepRefusal(deps.audit, error, refusalFact(deps, tenant, request, error));
    throw error;
  }
};

const presenterOf = (tenant: Tenant, { user, apiKeyId, origin }: BackupRequest): TokenPresenter => ({
  tenant,
  user,
  origin,
  ...(apiKeyId === undefined ? {} : { apiKeyId }),
});

async function accept(deps: RequestBackupDeps, tenant: Tenant, acceptance: Acceptance): Promise<Backup> {
  const result = await deps.backups.accept(acceptance);
  if (result.outcome === "accepted") return acceptance.backup;
  if (result.why === "daily-limit") throw new Failure("daily-limit", { retryAfterSeconds: secondsToMidnight(deps) });
  if (result.why !== "idempotency-key-taken") throw new Failure(result.why);
  // The same request, sent twice at once: the other one was faster.
  const first = await acceptedBefore(deps, tenant, acceptance.idempotency);
  if (!first) throw new Failure("service-busy");
  return first;
}

async function acceptedBefore(
  { backups }: RequestBackupDeps,
  { tenantId }: Tenant,
  idempotency: IdempotencyRecord | undefined,
): Promise<Backup | undefined> {
  if (!idempotency) return undefined;
  const before = await backups.findIdempotent(tenantId, idempotency.userId, idempotency.keyHash);
  if (!before) return undefined;
  if (before.requestHash !== idempotency.requestHash) throw new Failure("idempotency-key-reused");
  return backups.find(tenantId, before.backupId);
}

function acceptanceOf(
  { ids, clock }: RequestBackupDeps,
  { tenantId, title, settings }: Tenant,
  request: BackupRequest,
  token: BackupToken,
  idempotency: IdempotencyRecord | undefined,
): Acceptance {
  const { user, apiKeyId, wantsAttachments, origin } = request;
  const at = clock.now();
  const backupId = ids.uuid();
  const by = {
    userId: user.userId,
    login: user.login,
    name: user.name,
    ...(apiKeyId === undefined ? {} : { apiKeyId }),
  };
  return {
    backup: {
      tenantId,
      backupId,
      state: "queued",
      requestedAt: at,
      requestedBy: by,
      title,
      wantsAttachments,
      generation: 0,
    },
    token: { userId: token.userId, tokenId: token.tokenId },
    day: new Date(at).toISOString().slice(0, 10),
    dailyLimit: settings.backupDailyLimit,
    ...(idempotency ? { idempotency } : {}),
    events: [workOf(ids, at, { tenantId, backupId, step: "dump", generation: 0 })],
    fact: {
      factId: ids.uuid(),
      tenantId,
      at,
      what: "backup.requested",
      actor: actorOf(request),
      origin,
      details: { backupId, attachments: wantsAttachments },
    },
  };
}

function idempotencyRecord({ idempotencyKey, user, wantsAttachments }: BackupRequest): IdempotencyRecord | undefined {
  if (idempotencyKey === undefined) return undefined;
  return {
    userId: user.userId,
    keyHash: sha256(idempotencyKey),
    requestHash: sha256(JSON.stringify({ wantsAttachments })),
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const refusalFact = (
  { ids, clock }: RequestBackupDeps,
  { tenantId }: Tenant,
  request: BackupRequest,
  why: Failure,
): AuditFact => ({
  factId: ids.uuid(),
  tenantId,
  at: clock.now(),
  what: "backup.refused",
  actor: actorOf(request),
  origin: request.origin,
  details: { code: why.code },
});

const actorOf = ({ user, apiKeyId }: BackupRequest): Actor => ({
  kind: "user",
  userId: user.userId,
  login: user.login,
  ...(apiKeyId === undefined ? {} : { apiKeyId }),
});

function secondsToMidnight({ clock }: Pick<RequestBackupDeps, "clock">): number {
  const dayMs = 24 * 3_600_000;
  return Math.ceil((dayMs - (clock.now() % dayMs)) / 1000);
}
