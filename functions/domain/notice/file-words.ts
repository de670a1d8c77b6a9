import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import { backupAddress } from "./backup-address.ts";
import { harmless } from "./harmless.ts";
import type { MailWords } from "./mail-layout.ts";
import type { NoticeOf } from "./notice-event.ts";
import { named, time } from "./word-forms.ts";

/** As long as file systems take them, so that the name can be looked for. */
const FILE_CHARACTERS_MAX = 255;

/** One file was taken out of a backup. Its name is what a user once called it: it stands among the facts alone. */
export function fileDownloadedWords(
  tenant: Tenant,
  event: NoticeOf<"file-downloaded"> & { readonly at: number },
  recipient: User,
): MailWords {
  const isOwn = event.about.userId === recipient.userId;
  return {
    subject: "File downloaded from a backup",
    happened: `One file is being downloaded from a backup of ${harmless(tenant.title)}. The other files of the backup stay where they are.`,
    facts: [
      ["File", harmless(event.file, FILE_CHARACTERS_MAX)],
      ["Downloaded by", named(event.about)],
      ["When", time(event.at)],
      ["From address", harmless(event.address)],
      ["Backup", `${event.backupId}, requested ${time(event.requestedAt)}`],
      ["Address", backupAddress(tenant, event.backupId)],
    ],
    toDo: [
      isOwn
        ? "If this was you, there is nothing to do. If it was not, change your password at once and tell your administrators."
        : "If this is expected, there is nothing to do. If it is not, lock the account of the person named above at once, so that no further link is given out.",
    ],
  };
}
