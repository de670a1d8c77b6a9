import type { NoticeContent, Person } from "../../../functions/domain/notice/notice-event.ts";
import { SUPPORT_PERSON } from "../../../functions/domain/notice/support-person.ts";
import { DEFAULT_SETTINGS, type Tenant } from "../../../functions/domain/tenant/tenant.ts";
import type { User } from "../../../functions/domain/tenant/tenant-users.ts";
import { sampleScheduleNotices } from "./sample-schedule-notices.ts";

/** A mail to look at: what happened, to whom it is told, and where. */
export interface SampleNotice {
  readonly name: string;
  readonly content: NoticeContent;
  readonly tenant?: Tenant;
  readonly recipient?: User;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** When all of it happens. */
export const SAMPLES_AT = Date.UTC(2026, 0, 31, 3, 14);

export const SAMPLE_TENANT: Tenant = {
  tenantId: "acme",
  title: "Acme projects",
  domainName: "backup.acme.example",
  origin: "https://backup.acme.example",
  registeredAt: 0,
  attachments: { bucket: "acme-files", prefix: "" },
  settings: { ...DEFAULT_SETTINGS, supportMail: "support@hosting.example" },
};

const person = (userId: number, login: string, name: string): Person => ({ userId, login, name });
const ada = person(4, "ada.bergmann", "Ada Bergmann");
const bo = person(5, "bo", "Bo Lindqvist");
const long = person(
  6,
  `${"extraordinarily-".repeat(7)}long@subsidiary.acme.example`,
  "Wolfeschlegelsteinhausenbergerdorff ".repeat(4),
);
const emoji = person(7, "kim", "Kim 👩🏽‍🚀🚀 O’Neill-Ōkubo");
const arabic = person(8, "layla", "ليلى الأحمد");
const nasty = person(
  9,
  "www.evil.example",
  '<b>Click</b> https://evil.example/"onclick="\r\nBcc: all@acme.example\u202e',
);

export const SAMPLE_RECIPIENT: User = { ...ada, mail: "ada@acme.example", isAdmin: true, mayCreateBackup: true };
const other: User = { ...bo, mail: "bo@acme.example", isAdmin: true, mayCreateBackup: true };
const support: User = {
  userId: 0,
  login: "support",
  name: "Support",
  mail: "support@hosting.example",
  isAdmin: false,
  mayCreateBackup: false,
};
const as = (who: Person): User => ({ ...SAMPLE_RECIPIENT, ...who });

const backupId = "4dd2674b-1756-4fab-a03e-4d06c9ac8a73";
const requestedAt = SAMPLES_AT - 2 * 60_000;
const backup = {
  backupId,
  requestedAt,
  archiveBytes: 128_849_018_880,
  entries: 8_812,
  missing: 0,
  keptUntil: SAMPLES_AT + 7 * dayMs,
};
const ready = (
  about: Person,
  change: Partial<typeof backup> & { attachmentsLeftOut?: string; askedBy?: "api-key" | "schedule" } = {},
): NoticeContent => ({
  kind: "backup-ready",
  about,
  backup: { ...backup, askedBy: "api-key", ...change },
});
const waitSkipped = (about: Person): NoticeContent => ({
  kind: "token-wait-skipped",
  about,
  reason: "They move to another server tonight and need a backup before (ticket 4711).",
  validFrom: SAMPLES_AT + dayMs,
});
const failed = (about: Person): NoticeContent => ({
  kind: "backup-failed",
  about,
  backupId,
  requestedAt,
  reason: "The attachment store could not be read. Try again later; if it lasts, ask support.",
});
const downloaded = (about: Person, address = "192.0.2.17"): NoticeContent => ({
  kind: "backup-downloaded",
  about,
  backupId,
  requestedAt,
  address,
});
const file = { kind: "file-downloaded", backupId, requestedAt, address: "192.0.2.17" } as const;
const deleted = { kind: "backup-deleted", about: ada, backupId, requestedAt, label: "Before the upgrade" } as const;
const opening = {
  kind: "opening-asked",
  backupId,
  requestedAt,
  opensAt: SAMPLES_AT + dayMs,
  address: "192.0.2.17",
} as const;
const asked = { kind: "support-asked", backupId, requestedAt } as const;
const token = (
  kind: "token-made" | "token-reset" | "token-revoked",
  about: Person,
  by = about,
  waitMs = 0,
): NoticeContent => ({
  kind,
  about,
  by,
  validFrom: SAMPLES_AT + waitMs,
});
const pullIsOff: Tenant = { ...SAMPLE_TENANT, settings: { ...DEFAULT_SETTINGS, backupApiPull: false } };
const longTitle: Tenant = {
  ...SAMPLE_TENANT,
  title: "Gesellschaft für außerordentlich umfangreiche Vorhaben und Bauten mbH & Co. KG <Nord>",
};

/** Every kind, for those it is about and for the others, and with everything that could tear a mail apart. */
export const SAMPLE_NOTICES: readonly SampleNotice[] = [
  { name: "token-made", content: token("token-made", ada) },
  { name: "token-made-waiting-for-another", content: token("token-made", bo, bo, dayMs) },
  { name: "token-reset", content: token("token-reset", ada) },
  { name: "token-wait-skipped", content: waitSkipped(ada) },
  { name: "token-wait-skipped-of-another", content: waitSkipped(bo) },
  { name: "password-disabled", content: { kind: "password-disabled", about: ada, address: "192.0.2.17" } },
  { name: "password-disabled-of-another", content: { kind: "password-disabled", about: bo, address: "2001:db8::17" } },
  { name: "password-enabled", content: { kind: "password-enabled", about: ada, by: bo } },
  { name: "password-enabled-by-operator", content: { kind: "password-enabled", about: bo } },
  { name: "wrong-backup-tokens", content: { kind: "wrong-backup-tokens", about: ada, address: "192.0.2.17" } },
  { name: "token-revoked-by-another", content: token("token-revoked", ada, bo) },
  { name: "backup-ready", content: ready(ada) },
  { name: "backup-ready-for-another", content: ready(ada), recipient: other },
  { name: "backup-ready-files-missing", content: ready(ada, { missing: 3 }) },
  {
    name: "backup-ready-without-attachments",
    content: ready(ada, { entries: 0, attachmentsLeftOut: "attachments were not asked for" }),
  },
  { name: "backup-ready-scheduled", content: ready(bo, { askedBy: "schedule" }) },
  { name: "backup-ready-pull-switched-off", content: ready(ada), tenant: pullIsOff },
  { name: "backup-ready-long-title", content: ready(ada), tenant: longTitle },
  { name: "backup-failed", content: failed(ada) },
  { name: "backup-failed-no-support", content: failed(bo), tenant: pullIsOff },
  { name: "backup-downloaded", content: downloaded(ada) },
  { name: "backup-downloaded-by-another", content: downloaded(bo, "2001:db8:85a3::8a2e:370:7334") },
  { name: "file-downloaded", content: { ...file, about: ada, file: "Protokoll – Übersicht.pdf" } },
  { name: "file-downloaded-by-another", content: { ...file, about: bo, file: "openproject.pgdump" } },
  {
    name: "file-downloaded-nasty",
    content: {
      ...file,
      about: bo,
      file: '<a href="https://evil.example/">plan</a> www.evil.example\r\nBcc: x\u202e.pdf',
    },
  },
  { name: "backup-pulled", content: { kind: "backup-pulled", about: ada, backupId, address: "192.0.2.17" } },
  {
    name: "pull-digest",
    content: { kind: "pull-digest", about: ada, pulls: 7, from: SAMPLES_AT - 7 * dayMs, until: SAMPLES_AT },
  },
  { name: "backup-deleted-by-another", content: { ...deleted, about: bo, keptUntil: SAMPLES_AT + 5 * dayMs } },
  { name: "backup-deleted", content: { ...deleted, keptUntil: SAMPLES_AT + 5 * dayMs } },
  { name: "backup-deleted-at-once", content: { ...deleted, keptUntil: SAMPLES_AT } },
  {
    name: "tenant-leaving",
    content: {
      kind: "tenant-leaving",
      about: SUPPORT_PERSON,
      backupId,
      requestedAt,
      endsAt: SAMPLES_AT + 30 * dayMs,
      reason: "The contract ends on 31 March",
    },
  },
  {
    name: "collection-code-made",
    content: { kind: "collection-code-made", about: bo, backupId, requestedAt, endsAt: SAMPLES_AT + 30 * dayMs },
  },
  {
    name: "backup-handed-out",
    content: {
      kind: "backup-handed-out",
      about: bo,
      backupId,
      requestedAt,
      ticketNumber: "SUP-2107",
      endsAt: SAMPLES_AT + 7 * dayMs,
    },
  },
  {
    name: "backup-handed-out-not-deleted",
    content: { kind: "backup-handed-out", about: bo, backupId, requestedAt, ticketNumber: "SUP-2107" },
  },
  { name: "backup-ready-made-by-support", content: ready(SUPPORT_PERSON) },
  { name: "opening-asked", content: { ...opening, about: bo } },
  { name: "opening-asked-by-oneself", content: { ...opening, about: ada } },
  { name: "opening-stopped", content: { kind: "opening-stopped", about: bo, by: ada, backupId } },
  { name: "opening-stopped-of-oneself", content: { kind: "opening-stopped", about: ada, by: bo, backupId } },
  {
    name: "settings-changed",
    content: { kind: "settings-changed", about: bo, setting: "backup_api_pull", value: "off" },
  },
  ...sampleScheduleNotices(bo, SAMPLES_AT),
  {
    name: "support-asked",
    recipient: support,
    content: {
      ...asked,
      about: bo,
      state: "failed",
      reason: "The database could not be dumped. Try again; if it fails again, ask support.",
      message: `It failed three nights in a row, always at the same time. We have moved our database lately. ${"Can you have a look? ".repeat(20)}See www.acme.example/log.`,
    },
  },
  { name: "support-asked-without-words", content: { ...asked, about: ada, state: "packing" }, recipient: support },
  { name: "names-long", content: ready(long), recipient: as(long) },
  { name: "names-emoji", content: downloaded(emoji), recipient: as(emoji) },
  { name: "names-right-to-left", content: token("token-made", arabic), recipient: other },
  { name: "names-right-to-left-own", content: ready(arabic), recipient: as(arabic) },
  { name: "names-nasty", content: token("token-reset", nasty, nasty), recipient: as(nasty) },
];
