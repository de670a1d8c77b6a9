import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import { harmless } from "./harmless.ts";
import type { MailWords } from "./mail-layout.ts";
import type { NoticeOf, TokenNotice } from "./notice-event.ts";
import { named, time } from "./word-forms.ts";

/** The console's page of tokens, where one's own and, for administrators, everybody's is revoked. */
const tokenAddress = ({ origin }: Tenant): string => `${origin}/token`;

const TOKEN_VERBS = { "token-made": "created", "token-reset": "reset", "token-revoked": "revoked" } as const;

export function tokenWords(tenant: Tenant, event: TokenNotice, at: number, recipient: User): MailWords {
  const verb = TOKEN_VERBS[event.kind];
  const isOwn = event.about.userId === recipient.userId;
  const holder = isOwn ? "Your" : `${named(event.about)}’s`;
  return {
    subject: `Backup token ${verb}`,
    happened: `${holder} backup token for ${harmless(tenant.title)} was ${verb}. A backup token lets its holder request backups of the whole installation.`,
    facts: [
      ["Holder", named(event.about)],
      [`${verb.charAt(0).toUpperCase()}${verb.slice(1)} by`, named(event.by)],
      ["When", time(at)],
      ...(event.kind === "token-revoked"
        ? []
        : ([["Usable from", event.validFrom > at ? time(event.validFrom) : "now on"]] as const)),
      ["Address", tokenAddress(tenant)],
    ],
    toDo:
      event.kind === "token-revoked"
        ? ["The token does not work any more, nor do scripts that use it. If that was not intended, create a new one."]
        : [
            isOwn
              ? "If this was you, there is nothing to do. If it was not, change your password and revoke the token at once, at the address above."
              : "If this is expected, there is nothing to do. If it is not, ask the holder, and revoke the token: an administrator can do that, at the address above.",
          ],
  };
}

const REASON_CHARACTERS_MAX = 500;

export function waitSkippedWords(
  tenant: Tenant,
  { about, reason, validFrom, at }: NoticeOf<"token-wait-skipped"> & { readonly at: number },
  recipient: User,
): MailWords {
  const isOwn = about.userId === recipient.userId;
  return {
    subject: "Backup token usable before its time",
    happened: `Whoever hosts ${harmless(tenant.title)} ended the waiting period of ${isOwn ? "your" : `${named(about)}’s`} backup token. It can be used now.`,
    facts: [
      ["Holder", named(about)],
      ["When", time(at)],
      ["Would have been", time(validFrom)],
      ["Reason", harmless(reason, REASON_CHARACTERS_MAX)],
      ["Address", tokenAddress(tenant)],
    ],
    toDo: [
      `If ${isOwn ? "you asked for this" : "this is expected"}, there is nothing to do. If not, revoke the token at once${isOwn ? "" : ": an administrator can do that"}, and write to support.`,
    ],
  };
}

export const wrongTokensWords = (
  tenant: Tenant,
  { about, address, at }: NoticeOf<"wrong-backup-tokens"> & { readonly at: number },
): MailWords => ({
  subject: "Wrong backup tokens",
  happened: `A backup of ${harmless(tenant.title)} was asked for again and again with a wrong backup token. No backup was made.`,
  facts: [
    ["Asked by", `API key or session of ${named(about)}`],
    ["When", time(at)],
    ["From address", harmless(address)],
  ],
  toDo: [
    "If a script still has an old backup token, put the new one into it, or stop it; until then it has to wait up to an hour between tries. If there is no such script, somebody else may have the API key: delete the key in your installation, and make a new one.",
  ],
});
