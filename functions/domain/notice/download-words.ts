import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import { backupAddress } from "./backup-address.ts";
import { harmless } from "./harmless.ts";
import type { MailWords } from "./mail-layout.ts";
import type { NoticeOf } from "./notice-event.ts";
import { named, time } from "./word-forms.ts";

type Told<Kind extends "backup-downloaded" | "file-downloaded"> = NoticeOf<Kind> & { readonly at: number };

export const backupDownloadedWords = (
  tenant: Tenant,
  event: Told<"backup-downloaded">,
  recipient: User,
): MailWords => ({
  subject: "Backup downloaded",
  happened: `A backup of ${harmless(tenant.title)} is being downloaded. Whoever has the file has the data of the whole installation.`,
  facts: downloadFacts(tenant, event),
  toDo: [toDo(event, recipient)],
});

/** As long as file systems take them, so that the name can be looked for. */
const FILE_CHARACTERS_MAX = 255;

/** One file was taken out of a backup. Its name is what a user once called it: it stands among the facts alone. */
export const fileDownloadedWords = (tenant: Tenant, event: Told<"file-downloaded">, recipient: User): MailWords => ({
  subject: "File downloaded from a backup",
  happened: `One file is being downloaded from a backup of ${harmless(tenant.title)}. The other files of the backup stay where they are.`,
  facts: [["File", harmless(event.file, FILE_CHARACTERS_MAX)], ...downloadFacts(tenant, event)],
  toDo: [toDo(event, recipient)],
});

type Download = Told<"backup-downloaded"> | Told<"file-downloaded">;

const downloadFacts = (
  tenant: Tenant,
  { about, at, address, backupId, requestedAt }: Download,
): readonly (readonly [string, string])[] => [
  ["Downloaded by", named(about)],
  ["When", time(at)],
  ["From address", harmless(address)],
  ["Backup", `${backupId}, requested ${time(requestedAt)}`],
  ["Address", backupAddress(tenant, backupId)],
];

const toDo = ({ about }: Download, recipient: User): string =>
  about.userId === recipient.userId
    ? "If this was you, there is nothing to do. If it was not, change your password at once and tell your administrators."
    : "If this is expected, there is nothing to do. If it is not, lock the account of the person named above at once, so that no further link is given out.";
