import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import { backupAddress } from "./backup-address.ts";
import { harmless } from "./harmless.ts";
import type { MailWords } from "./mail-layout.ts";
import type { NoticeOf as Of } from "./notice-event.ts";
import { named, time } from "./word-forms.ts";

const SETTINGS = {
  backup_api_pull: "Fetching backups by API key",
  backup_retention: "Backups that are kept",
  backup_schedule: "Schedule of backups",
} as const;

export const settingsWords = (
  tenant: Tenant,
  { at, about, setting, value, actsAt }: Of<"settings-changed"> & { readonly at: number },
  recipient: User,
): MailWords => {
  const isOwn = about.userId === recipient.userId;
  return {
    subject: actsAt === undefined ? "Backup settings changed" : "Backup settings change in a week, unless you undo it",
    happened: `A backup setting of ${harmless(tenant.title)} was changed.${actsAt === undefined ? "" : " From the date below on, backups are removed that are kept until then."}`,
    facts: [
      ["Setting", `${SETTINGS[setting]} (${setting})`],
      [actsAt === undefined ? "Is now" : "Will be", harmless(value)],
      ...(actsAt === undefined ? [] : ([["From", time(actsAt)]] as const)),
      ["Changed by", named(about)],
      ["When", time(at)],
      ["Address", `${tenant.origin}/settings`],
    ],
    toDo: [toDo(isOwn, actsAt)],
  };
};

function toDo(isOwn: boolean, actsAt: number | undefined): string {
  const undo =
    actsAt === undefined ? "change it back" : "set it back before that date: then nothing is removed because of it";
  return isOwn
    ? `If this was you, there is nothing to do. If it was not, change your password at once, and ${undo}.`
    : `If this is expected, there is nothing to do. If it is not, ask the person named above, and ${undo}.`;
}

export const backupUnpinnedWords = (
  tenant: Tenant,
  { at, about, backupId, requestedAt, keptUntil, label }: Of<"backup-unpinned"> & { readonly at: number },
  recipient: User,
): MailWords => {
  const isOwn = about.userId === recipient.userId;
  return {
    subject: "Backup not pinned any more",
    happened: `A backup of ${harmless(tenant.title)} was pinned, and is no longer. From the date below on it is removed like any other when its time comes.`,
    facts: [
      ["Changed by", named(about)],
      ["When", time(at)],
      ["Requested", time(requestedAt)],
      ...(label === undefined ? [] : ([["Label", harmless(label)]] as const)),
      ["Kept until", `${time(keptUntil)}, or longer`],
      ["Backup", backupId],
      ["Address", backupAddress(tenant, backupId)],
    ],
    toDo: [
      `If this ${isOwn ? "was you" : "is expected"}, there is nothing to do. If it ${isOwn ? "was not" : "is not"}, pin it again before that date: then it stays.`,
    ],
  };
};
