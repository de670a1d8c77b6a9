import { PULL_WINDOW_MS } from "../download/pull-archive.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import { backupAddress } from "./backup-address.ts";
import { backupDownloadedWords, fileDownloadedWords } from "./download-words.ts";
import { collectionCodeWords, leavingWords } from "./farewell-words.ts";
import { handedOutWords } from "./handed-out-words.ts";
import { harmless } from "./harmless.ts";
import type { MailWords } from "./mail-layout.ts";
import type { NoticeEvent, NoticeOf as Of, Person } from "./notice-event.ts";
import { openingAskedWords, openingStoppedWords } from "./opening-words.ts";
import { passwordDisabledWords, passwordEnabledWords } from "./password-words.ts";
import { backupOverdueWords, schedulePausedWords } from "./schedule-words.ts";
import { backupUnpinnedWords, settingsWords } from "./settings-words.ts";
import { isSupport } from "./support-person.ts";
import { tokenWords, waitSkippedWords, wrongTokensWords } from "./token-words.ts";
import { count, named, size, time } from "./word-forms.ts";

/** What each kind of notice says: what happened, the facts, and what to do now. */
export const noticeWords = (tenant: Tenant, event: NoticeEvent, recipient: User): MailWords => {
  switch (event.kind) {
    case "token-made":
    case "token-reset":
    case "token-revoked":
      return tokenWords(tenant, event, event.at, recipient);
    case "token-wait-skipped":
      return waitSkippedWords(tenant, event, recipient);
    case "password-disabled":
      return passwordDisabledWords(tenant, event, recipient);
    case "password-enabled":
      return passwordEnabledWords(tenant, event, recipient);
    case "wrong-backup-tokens":
      return wrongTokensWords(tenant, event);
    case "backup-ready":
      return readyWords(tenant, event, recipient);
    case "backup-failed":
      return failedWords(tenant, event, recipient);
    case "backup-downloaded":
      return backupDownloadedWords(tenant, event, recipient);
    case "file-downloaded":
      return fileDownloadedWords(tenant, event, recipient);
    case "backup-pulled":
      return pulledWords(tenant, event, event.at);
    case "pull-digest":
      return digestWords(tenant, event);
    case "backup-deleted":
      return deletedWords(tenant, event, recipient);
    case "backup-unpinned":
      return backupUnpinnedWords(tenant, event, recipient);
    case "tenant-leaving":
      return leavingWords(tenant, event);
    case "collection-code-made":
      return collectionCodeWords(tenant, event);
    case "backup-handed-out":
      return handedOutWords(tenant, event);
    case "opening-asked":
      return openingAskedWords(tenant, event, recipient);
    case "opening-stopped":
      return openingStoppedWords(tenant, event, recipient);
    case "settings-changed":
      return settingsWords(tenant, event, recipient);
    case "schedule-paused":
      return schedulePausedWords(tenant, event);
    case "backup-overdue":
      return backupOverdueWords(tenant, event);
    case "support-asked":
      return supportWords(tenant, event);
    default:
      return event satisfies never;
  }
};

function readyWords(
  tenant: Tenant,
  { backup, about, at }: Of<"backup-ready"> & { readonly at: number },
  recipient: User,
): MailWords {
  const missing = backup.missing > 0;
  return {
    subject: missing ? "Backup ready, but some files are missing" : "Backup ready",
    happened: missing
      ? `The backup of ${harmless(tenant.title)} is ready, but ${count(backup.missing, "attachment")} could not be read. They are listed in MISSING_ATTACHMENTS.txt in the archive. Everything else is in it.`
      : `The backup of ${harmless(tenant.title)} is ready. It was checked after it was made.`,
    facts: [
      [
        "Requested",
        `${time(backup.requestedAt)} by ${backup.askedBy === "schedule" ? "the schedule of " : ""}${named(about)}`,
      ],
      ["Contains", contents(backup)],
      ["Size", size(backup.archiveBytes)],
      ["Kept until", `${time(backup.keptUntil)}, or longer`],
      ["Backup", backup.backupId],
      ["Address", backupAddress(tenant, backup.backupId)],
    ],
    toDo: [
      ...(missing
        ? ["Look for the missing files in your installation: open them there, and upload them again if they are gone."]
        : []),
      readyToDo(tenant, about, recipient),
      ...(tenant.settings.backupApiPull && backup.askedBy === "api-key"
        ? [
            `A script fetches it with the API key that asked for it (user name “apikey”) from ${tenant.origin}/api/v3/backups/${backup.backupId}/content until ${time(at + PULL_WINDOW_MS)}.`,
          ]
        : []),
      `${isSupport(about) ? "Every administrator" : "Whoever asked for it, and every administrator,"} can download it at any time while it is kept: open the address above, sign in, and confirm with password and code.`,
    ],
  };
}

function readyToDo({ settings: { supportMail } }: Tenant, about: Person, recipient: User): string {
  if (about.userId === recipient.userId) return "Download it, and keep it where you would look for it in an emergency.";
  if (!isSupport(about)) {
    return "If this is expected, there is nothing to do. If nobody should have made a backup, ask the person named above, and revoke their backup token.";
  }
  return `Support made it on your behalf, and cannot download it. If none of you asked for it, tell support${supportMail ? `: ${supportMail}` : ""}.`;
}

function failedWords(tenant: Tenant, event: Of<"backup-failed">, recipient: User): MailWords {
  const { supportMail } = tenant.settings;
  return {
    subject: "Backup failed",
    happened: `The backup of ${harmless(tenant.title)} could not be made. ${event.reason}`,
    facts: [
      ["Requested", `${time(event.requestedAt)} by ${named(event.about)}`],
      ["Backup", event.backupId],
      ["Address", backupAddress(tenant, event.backupId)],
    ],
    toDo: [
      event.about.userId === recipient.userId
        ? "Your data is unchanged, and earlier backups are untouched. You can ask for a new backup now."
        : "Your data is unchanged, and earlier backups are untouched. Whoever asked for this one was told, too.",
      ...(supportMail ? [`If you need help, write to ${supportMail} and name the backup above.`] : []),
    ],
  };
}

const pulledWords = (tenant: Tenant, event: Of<"backup-pulled">, at: number): MailWords => ({
  subject: "Backup fetched by a script",
  happened: `A backup of ${harmless(tenant.title)} was fetched with an API key, for the first time with this key or from this address.`,
  facts: [
    ["Fetched by", `API key of ${named(event.about)}`],
    ["When", time(at)],
    ["From address", harmless(event.address)],
    ["Backup", event.backupId],
    ["Address", backupAddress(tenant, event.backupId)],
  ],
  toDo: [
    "If this is your backup script, there is nothing to do. If not, revoke the holder’s backup token and API key at once.",
  ],
});

const digestWords = (tenant: Tenant, event: Of<"pull-digest">): MailWords => ({
  subject: "Backups fetched by a script last week",
  happened: `Backups of ${harmless(tenant.title)} were fetched with an API key last week, from addresses that it was seen at before.`,
  facts: [
    ["Fetched by", `API key of ${named(event.about)}`],
    ["How often", count(event.pulls, "time")],
    ["From", time(event.from)],
    ["Until", time(event.until)],
  ],
  toDo: [
    "If this is your backup script, there is nothing to do. If not, revoke the holder’s backup token and API key at once.",
  ],
});

function deletedWords(
  tenant: Tenant,
  { about, at, backupId, requestedAt, label, keptUntil }: Of<"backup-deleted"> & { readonly at: number },
  recipient: User,
): MailWords {
  const isOwn = about.userId === recipient.userId;
  const isKept = keptUntil > at;
  const others = isOwn ? "change your password at once" : "ask the person named above, and lock their account";
  return {
    subject: "Backup deleted",
    happened: `A backup of ${harmless(tenant.title)} was deleted. It can be neither seen nor downloaded any more.`,
    facts: [
      ["Deleted by", named(about)],
      ["When", time(at)],
      ["Backup", `${backupId}, requested ${time(requestedAt)}`],
      ...(label === undefined ? [] : ([["Label", harmless(label)]] as const)),
      ["Erased", isKept ? time(keptUntil) : "within minutes"],
    ],
    toDo: [
      `If this ${isOwn ? "was you" : "is expected"}, there is nothing to do. If it ${isOwn ? "was not" : "is not"}, ${others}.${
        isKept ? " Until it is erased, its bytes are still there: write to support before." : ""
      }`,
    ],
  };
}

const MESSAGE_CHARACTERS_MAX = 1_000;

const supportWords = (tenant: Tenant, event: Of<"support-asked">): MailWords => ({
  subject: `Help wanted with backup ${event.backupId}`,
  happened: `${named(event.about)} of ${harmless(tenant.title)} asks for help with a backup.`,
  facts: [
    ["Installation", `${harmless(tenant.title)} (${tenant.tenantId})`],
    ["Backup", `${event.backupId}, requested ${time(event.requestedAt)}`],
    ["State", event.state],
    ...(event.reason === undefined ? [] : ([["Failure", event.reason]] as const)),
    ...(event.message === undefined ? [] : ([["Message", harmless(event.message, MESSAGE_CHARACTERS_MAX)]] as const)),
  ],
  toDo: [`The person’s user id is ${event.about.userId}. Find the backup by its id, and answer the person directly.`],
  why: `You get this mail because your address is the support address of ${harmless(tenant.title)}.`,
});

const contents = ({ entries, attachmentsLeftOut }: Of<"backup-ready">["backup"]): string =>
  attachmentsLeftOut ? `the database; ${attachmentsLeftOut}` : `the database and ${count(entries, "attachment")}`;
