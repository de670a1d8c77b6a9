import { call } from "./call.ts";
import type {
  AcceptedBackup,
  AuditEvents,
  AuditExport,
  Backup,
  BackupFiles,
  Backups,
  BegunSignOn,
  CollectionCode,
  DisabledPasswords,
  Estimate,
  Extract,
  Grant,
  Installation,
  MadeToken,
  MissingFiles,
  Opening,
  OpenSessions,
  Proof,
  Session,
  SettingChange,
  Settings,
  Ticket,
  Tokens,
} from "./wire.ts";

const ROOT = "/api/v3";
const backupPath = (id: string): string => `${ROOT}/backups/${encodeURIComponent(id)}`;

/** Each thing the console asks of the API, by the name of what is wanted. */
export const coffer = {
  installation: () => call<Installation>("GET", `${ROOT}/installation`),
  session: () => call<Session>("GET", `${ROOT}/sessions/current`),
  signIn: (login: string, proof: Proof) => call<Session>("POST", `${ROOT}/sessions`, { login, ...proof }),
  signOut: () => call<undefined>("DELETE", `${ROOT}/sessions/current`),

  sessions: () => call<OpenSessions>("GET", `${ROOT}/sessions`),
  endOtherSessions: (proof: Proof) => call<undefined>("DELETE", `${ROOT}/sessions`, proof),
  disabledPasswords: () => call<DisabledPasswords>("GET", `${ROOT}/disabled_passwords`),
  enablePassword: (userId: number, proof: Proof) =>
    call<undefined>("DELETE", `${ROOT}/disabled_passwords/${userId}`, proof),

  beginSignOn: (purpose: "sign-in" | "step-up", returnPath: string) =>
    call<BegunSignOn>("POST", `${ROOT}/single_sign_on`, { purpose, returnPath }),

  settings: () => call<Settings>("GET", `${ROOT}/backup_settings`),
  changeSetting: (change: SettingChange, proof: Proof) =>
    call<Settings>("PATCH", `${ROOT}/backup_settings`, { ...change, ...proof }),

  tokens: () => call<Tokens>("GET", `${ROOT}/backup_tokens`),
  makeToken: (confirmation: string, proof: Proof) =>
    call<MadeToken>("POST", `${ROOT}/backup_tokens`, { confirmation, ...proof }),
  revokeToken: (userId: number) => call<undefined>("DELETE", `${ROOT}/backup_tokens/${userId}`),

  estimate: (attachments: boolean) => call<Estimate>("GET", `${ROOT}/backups/estimate?attachments=${attachments}`),
  /** `key`: the same request sent twice makes one backup. */
  requestBackup: (backupToken: string, attachments: boolean, key: string) =>
    call<AcceptedBackup>("POST", `${ROOT}/backups`, { backupToken, attachments }, { "idempotency-key": key }),

  backups: (href = `${ROOT}/backups?pageSize=20`) => call<Backups>("GET", href),
  backup: (id: string) => call<Backup>("GET", backupPath(id)),
  cancel: (id: string) => call<Backup>("POST", `${backupPath(id)}/cancel`),
  annotate: (id: string, note: { readonly label?: string; readonly pinned?: boolean }) =>
    call<Backup>("PATCH", backupPath(id), note),
  remove: (id: string, proof: Proof) => call<undefined>("DELETE", backupPath(id), proof),
  makeCollectionCode: (id: string, proof: Proof) =>
    call<CollectionCode>("POST", `${backupPath(id)}/collection_codes`, proof),
  askSupport: (id: string, message: string) =>
    call<object>("POST", `${backupPath(id)}/support_request`, message === "" ? {} : { message }),

  events: (query: string) => call<AuditEvents>("GET", `${ROOT}/audit_events?${query}`),
  moreEvents: (href: string) => call<AuditEvents>("GET", href),
  /** `after`: the position that the export before ended with. */
  exportLog: (after: number, proof: Proof) => call<AuditExport>("POST", `${ROOT}/audit_exports`, { after, ...proof }),

  files: (id: string, name: string) =>
    call<BackupFiles>(
      "GET",
      `${backupPath(id)}/files?pageSize=25${name === "" ? "" : `&name=${encodeURIComponent(name)}`}`,
    ),
  moreFiles: (href: string) => call<BackupFiles>("GET", href),
  missingFiles: (id: string) => call<MissingFiles>("GET", `${backupPath(id)}/missing_files?pageSize=20`),
  moreMissingFiles: (href: string) => call<MissingFiles>("GET", href),
  takeOut: (id: string, path: string, proof: Proof) =>
    call<Extract>("POST", `${backupPath(id)}/extracts`, { path, ...proof }),

  askOpening: (id: string) => call<Opening>("POST", `${backupPath(id)}/openings`, {}),
  opening: (id: string, userId: string) => call<Opening>("GET", `${backupPath(id)}/openings/${userId}`),
  stopOpening: (id: string, userId: string) => call<undefined>("DELETE", `${backupPath(id)}/openings/${userId}`),
  ticket: (id: string, proof: Proof) => call<Ticket>("POST", `${backupPath(id)}/tickets`, proof),
  grant: (id: string, ticket: string) => call<Grant>("POST", `${backupPath(id)}/grants`, { ticket }),
} as const;
