import type { PauseReason } from "../schedule/schedule.ts";
import type { Tenant } from "../tenant/tenant.ts";
import { harmless } from "./harmless.ts";
import type { MailWords } from "./mail-layout.ts";
import type { NoticeOf as Of } from "./notice-event.ts";
import { named, time } from "./word-forms.ts";

const WHY: Readonly<Record<PauseReason, string>> = {
  "token-gone": "The backup token that it was set with was revoked or replaced.",
  "permission-withdrawn": "Whoever set it was locked, or may not make backups any more.",
};

export const schedulePausedWords = (
  tenant: Tenant,
  { at, about, schedule, reason }: Of<"schedule-paused"> & { readonly at: number },
): MailWords => ({
  subject: "No more scheduled backups, until you set the schedule anew",
  happened: `The schedule of ${harmless(tenant.title)} is paused: no backup is made by it any more. ${WHY[reason]}`,
  facts: [
    ["Schedule", harmless(schedule)],
    ["Set by", named(about)],
    ["Paused", time(at)],
    ["Address", `${tenant.origin}/settings`],
  ],
  toDo: [
    "An administrator has to set the schedule anew, with a backup token of their own: open the address above, sign in, and do it there. If nobody wants scheduled backups any more, remove the schedule there instead.",
  ],
});

export const backupOverdueWords = (
  tenant: Tenant,
  { about, schedule, since, newestAt }: Of<"backup-overdue">,
): MailWords => {
  const { supportMail } = tenant.settings;
  return {
    subject: "No backup for longer than the schedule promises",
    happened: `There is no good backup of ${harmless(tenant.title)} from the time when one was due.`,
    facts: [
      ["Was due", time(since)],
      ["Newest backup", newestAt === undefined ? "none" : time(newestAt)],
      ["Schedule", harmless(schedule)],
      ["Set by", named(about)],
      ["Address", `${tenant.origin}/`],
    ],
    toDo: [
      "Look at the address above why the last ones failed, or whether the schedule is paused, and make a backup by hand. You get this mail once, until there is a good backup again.",
      ...(supportMail ? [`If you need help, write to ${supportMail}.`] : []),
    ],
  };
};
