import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
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
