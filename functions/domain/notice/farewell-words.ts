import type { Tenant } from "../tenant/tenant.ts";
import { backupAddress } from "./backup-address.ts";
import { harmless } from "./harmless.ts";
import type { MailWords } from "./mail-layout.ts";
import type { NoticeOf } from "./notice-event.ts";
import { named, time } from "./word-forms.ts";

export const leavingWords = (
  tenant: Tenant,
  { about, backupId, requestedAt, endsAt, reason }: NoticeOf<"tenant-leaving">,
): MailWords => ({
  subject: "Your installation will be removed: take your backup along",
  happened: `${harmless(tenant.title)} is going to be removed here. Its last backup is yours to take along.`,
  facts: [
    ["Reason", harmless(reason)],
    ["Requested", `${time(requestedAt)} by ${named(about)}`],
    ["Open until", time(endsAt)],
    ["Backup", backupId],
    ["Address", backupAddress(tenant, backupId)],
  ],
  toDo: [
    "Download it now: open the address above, sign in, and confirm.",
    "Or make a collection code at the same address, while you can still sign in. It opens this backup until the time above, when nobody can sign in any more. It is shown once: keep it as you would keep the backup.",
    `If this is a mistake, tell support${tenant.settings.supportMail ? `: ${tenant.settings.supportMail}` : ""}.`,
  ],
});

export const collectionCodeWords = (
  tenant: Tenant,
  { about, backupId, requestedAt, endsAt, at }: NoticeOf<"collection-code-made"> & { readonly at: number },
): MailWords => ({
  subject: "Collection code created",
  happened: `A collection code for the last backup of ${harmless(tenant.title)} was created. Whoever has it can download that backup without signing in.`,
  facts: [
    ["Created by", named(about)],
    ["When", time(at)],
    ["Opens it until", time(endsAt)],
    ["Backup", `${backupId}, requested ${time(requestedAt)}`],
  ],
  toDo: [
    "If this is expected, there is nothing to do. If not, lock the account of the person named above, and tell support at once.",
  ],
});
