import type { Tenant } from "../tenant/tenant.ts";
import { backupAddress } from "./backup-address.ts";
import { harmless } from "./harmless.ts";
import type { MailWords } from "./mail-layout.ts";
import type { NoticeOf } from "./notice-event.ts";
import { named, time } from "./word-forms.ts";

export const handedOutWords = (
  tenant: Tenant,
  { about, backupId, requestedAt, ticketNumber, endsAt }: NoticeOf<"backup-handed-out">,
): MailWords => ({
  subject: "Support opened a backup to you",
  happened: `Support opened ${endsAt === undefined ? "a" : "a deleted"} backup of ${harmless(tenant.title)} to its administrators. Nobody at support can download it: only you can, after signing in and confirming with password and code.`,
  facts: [
    ["Requested", `${time(requestedAt)} by ${named(about)}`],
    ["Ticket", harmless(ticketNumber)],
    ...(endsAt === undefined ? [] : ([["Open until", time(endsAt)]] as const)),
    ["Backup", backupId],
    ["Address", backupAddress(tenant, backupId)],
  ],
  toDo: [
    `Open the address above, sign in, confirm, and download it${endsAt === undefined ? "" : " before it closes"}.`,
    `If none of you asked support for it, tell support and name the ticket${tenant.settings.supportMail ? `: ${tenant.settings.supportMail}` : ""}.`,
  ],
});
