import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import { harmless } from "./harmless.ts";
import { mailHtml } from "./mail-html.ts";
import { mailText } from "./mail-text.ts";
import type { RenderedMail } from "./mailer.ts";

/** What a mail says, before it is laid out: what happened, the facts, what to do now. */
export interface MailWords {
  readonly subject: string;
  readonly happened: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly toDo: readonly string[];
  /** Why this recipient gets it; absent for administrators and whom it concerns. */
  readonly why?: string;
}

/** A mail as both forms lay it out. */
export interface LaidOut extends Required<MailWords> {
  readonly title: string;
  readonly greeting: string;
}

/** The same words as plain text and as HTML. Whatever a user could have typed was made harmless before. */
export const renderMail = (tenant: Tenant, words: MailWords, recipient: User): RenderedMail => {
  const title = harmless(tenant.title);
  const laidOut = {
    why: `You get this mail because you are an administrator of ${title}, or because it concerns your account.`,
    ...words,
    title,
    greeting: `Hello ${harmless(recipient.name)},`,
  };
  return { subject: `[${title}] ${words.subject}`, text: mailText(laidOut), html: mailHtml(laidOut) };
};
