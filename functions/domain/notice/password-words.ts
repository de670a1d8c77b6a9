import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import { harmless } from "./harmless.ts";
import type { MailWords } from "./mail-layout.ts";
import type { NoticeOf } from "./notice-event.ts";
import { named, time } from "./word-forms.ts";

export function passwordDisabledWords(
  tenant: Tenant,
  { about, address, at }: NoticeOf<"password-disabled"> & { readonly at: number },
  recipient: User,
): MailWords {
  const isOwn = about.userId === recipient.userId;
  const whose = isOwn ? "your" : `${named(about)}’s`;
  return {
    subject: "Too many wrong passwords",
    happened: `So many wrong passwords or codes were typed in a row for ${isOwn ? "you" : named(about)} that the backups of ${harmless(tenant.title)} do not take ${whose} password any more. Browsers that were signed in with before still do, unless it was there that it happened.`,
    facts: [
      ["Person", named(about)],
      ["When", time(at)],
      ["From address", harmless(address)],
      ["Address", `${tenant.origin}/account`],
    ],
    toDo: [
      `${isOwn ? "Another administrator" : "An administrator other than this person"} can enable the password again, at the address above; if there is none, support can. Do so once it is clear who typed.`,
      `If it was not ${isOwn ? "you" : "this person"}, somebody is guessing: see to it that the password is a good one, and that a second factor is active.`,
    ],
  };
}

export function passwordEnabledWords(
  tenant: Tenant,
  { about, by, at }: NoticeOf<"password-enabled"> & { readonly at: number },
  recipient: User,
): MailWords {
  const isOwn = about.userId === recipient.userId;
  return {
    subject: "Password enabled again",
    happened: `The backups of ${harmless(tenant.title)} take ${isOwn ? "your" : `${named(about)}’s`} password again.`,
    facts: [
      ["Person", named(about)],
      ["Enabled by", by ? named(by) : "whoever hosts your installation"],
      ["When", time(at)],
    ],
    toDo: [
      "If this is expected, there is nothing to do. If it is not, ask the person named above, and change the password.",
    ],
  };
}
