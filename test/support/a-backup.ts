import { randomUUID } from "node:crypto";
import { type AuditFact, SYSTEM_ORIGIN } from "../../functions/domain/audit/audit-log.ts";
import type { ArchiveFacts, Backup, DumpFacts, LayoutFacts } from "../../functions/domain/backup/backup.ts";
import type { Acceptance, Change } from "../../functions/domain/backup/backup-store.ts";
import type { BuildWork } from "../../functions/domain/backup/build-work.ts";
import { noticeOf, workOf } from "../../functions/domain/outbox.ts";
import type { Ids } from "../../functions/domain/ports.ts";
import type { BackupToken } from "../../functions/domain/token/backup-token.ts";

const ids: Ids = { uuid: () => randomUUID(), secret: (bytes) => new Uint8Array(bytes) };

export const PERSON = { userId: 7, login: "ada", name: "Ada" };

export const aBackup = (backup: Partial<Backup> & { readonly tenantId: string }): Backup => ({
  backupId: "b1",
  state: "queued",
  requestedAt: 1_000,
  requestedBy: PERSON,
  title: "Acme",
  wantsAttachments: true,
  generation: 0,
  ...backup,
});

export const aBackupToken = (token: Partial<BackupToken> & { readonly tenantId: string }): BackupToken => ({
  userId: PERSON.userId,
  tokenId: "t1",
  login: PERSON.login,
  hash: "ab12",
  keyId: "k1",
  createdAt: 500,
  validFrom: 500,
  ...token,
});

export const aFact = (fact: Partial<AuditFact> & { readonly tenantId: string }): AuditFact => ({
  factId: randomUUID(),
  at: 1_000,
  what: "backup.changed",
  actor: { kind: "system" },
  origin: SYSTEM_ORIGIN,
  details: {},
  ...fact,
});

export const aChange = (tenantId: string, at: number, starts: readonly BuildWork[] = []): Change => ({
  at,
  events: starts.map((work) => workOf(ids, at, work)),
  fact: aFact({ tenantId, at }),
});

/** A change that people are told of. */
export const aNoticedChange = (tenantId: string, at: number): Change => ({
  at,
  events: [
    noticeOf(ids, tenantId, at, {
      kind: "backup-failed",
      about: PERSON,
      backupId: "b1",
      requestedAt: 1_000,
      reason: "It failed.",
    }),
  ],
  fact: aFact({ tenantId, at }),
});

export const dumpWork = ({ tenantId, backupId }: Pick<Backup, "tenantId" | "backupId">): BuildWork => ({
  tenantId,
  backupId,
  step: "dump",
  generation: 0,
});

export const anAcceptance = (
  backup: Backup,
  acceptance: Partial<Omit<Acceptance, "backup">> & { readonly at: number },
): Acceptance => ({
  backup,
  token: { userId: PERSON.userId, tokenId: "t1" },
  day: "2026-01-31",
  dailyLimit: 3,
  ...aChange(backup.tenantId, acceptance.at, [dumpWork(backup)]),
  ...acceptance,
});

export const aDump = (dump: Partial<DumpFacts> = {}): DumpFacts => ({
  dumpKey: "dump",
  dumpBytes: 10,
  dumpCrc32: 1,
  dumpSha256: "aa",
  inventoryKey: "inventory",
  entries: 3,
  missing: 0,
  attachmentBytes: 20,
  snapshotAt: 2_000,
  rows: 4,
  ...dump,
});

export const aLayout = (layout: Partial<LayoutFacts> = {}): LayoutFacts => ({
  partIndexKey: "index",
  archiveKey: "archive",
  uploadId: "u1",
  parts: 4,
  bytes: 40,
  rangesLeft: 2,
  round: 1,
  laterRanges: [],
  ...layout,
});

export const anArchive = (archive: Partial<ArchiveFacts> = {}): ArchiveFacts => ({
  archiveKey: "archive",
  versionId: "v1",
  bytes: 50,
  crc32: 4_000_000_000,
  entries: 3,
  missing: 0,
  keptUntil: 9_000_000,
  ...archive,
});
