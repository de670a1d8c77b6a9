import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import { backupAddress } from "./backup-address.ts";
import { harmless } from "./harmless.ts";
import type { MailWords } from "./mail-layout.ts";
import type { NoticeOf as Of } from "./notice-event.ts";
import { named, time } from "./word-forms.ts";

export const openingAskedWords = (
  tenant: Tenant,
  { about, at, backupId, requestedAt, opensAt, address }: Of<"opening-asked"> & { readonly at: number },
  recipient: User,
): MailWords => {
  const isOwn = about.userId === recipient.userId;
  return {
    subject: "Download opens in a day, unless you stop it",
    happened: `Somebody who cannot confirm here who they are asked for a backup of ${harmless(tenant.title)}. Instead of that proof, a day goes by, in which each of you can stop it. Whoever has the file has the data of the whole installation.`,
    facts: [
      ["Asked for by", named(about)],
      ["When", time(at)],
      ["From address", harmless(address)],
      ["Opens", time(opensAt)],
      ["Backup", `${backupId}, requested ${time(requestedAt)}`],
      ["To stop it", `${backupAddress(tenant, backupId)}/openings/${about.userId}`],
    ],
    toDo: [
      isOwn
        ? "If this was you, wait until then, and download it. If it was not, stop it at once, and tell your administrators."
        : "If this is expected, there is nothing to do. If it is not, stop it: open the address above, and sign in. Then ask the person named above, and lock their account.",
    ],
  };
};

export const openingStoppedWords = (
  tenant: Tenant,
  { about, by, at, backupId }: Of<"opening-stopped"> & { readonly at: number },
  recipient: User,
): MailWords => ({
  subject: "Download stopped",
  happened: `A download of a backup of ${harmless(tenant.title)} that was to open a day after it was asked for was stopped.`,
  facts: [
    ["Asked for by", named(about)],
    ["Stopped by", named(by)],
    ["When", time(at)],
    ["Backup", backupId],
  ],
  toDo: [
    about.userId === recipient.userId
      ? "It does not open any more. If you need it, talk to the person who stopped it, then ask for it again."
      : "It does not open any more. Links that were given before live for two minutes; if you do not trust the person who asked, lock their account as well.",
  ],
});
