import escapeHtml from "escape-html";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import { harmless } from "./harmless.ts";
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

/** The same words as plain text and as HTML. Whatever a user could have typed was made harmless before. */
export const renderMail = (tenant: Tenant, words: MailWords, recipient: User): RenderedMail => {
  const title = harmless(tenant.title);
  return {
    subject: `[${title}] ${words.subject}`,
    text: asText(words, title, harmless(recipient.name)),
    html: asHtml(words, title, harmless(recipient.name)),
  };
};

const footer = ({ why }: MailWords, title: string): string =>
  why ?? `You get this mail because you are an administrator of ${title} or because it concerns your account.`;

function asText(words: MailWords, title: string, name: string): string {
  const { happened, facts, toDo } = words;
  const width = Math.max(...facts.map(([label]) => label.length));
  const rows = facts.map(([label, value]) => `  ${`${label}:`.padEnd(width + 2)}${value}`);
  return [`Hello ${name},`, happened, rows.join("\n"), ...toDo, `-- \n${footer(words, title)}`].join("\n\n");
}

function asHtml(words: MailWords, title: string, name: string): string {
  const { subject, happened, facts, toDo } = words;
  const rows = facts.map(
    ([label, value]) =>
      `<tr><td style="padding:4px 16px 4px 0;color:#57606a;vertical-align:top;white-space:nowrap">${escapeHtml(label)}</td>` +
      `<td style="padding:4px 0">${escapeHtml(value)}</td></tr>`,
  );
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>` +
    `<body style="margin:0;padding:24px;background:#f6f8fa;color:#1f2328;font:16px/1.5 system-ui,sans-serif">` +
    `<div style="max-width:600px;margin:0 auto;padding:24px;background:#fff;border:1px solid #d0d7de;border-radius:6px">` +
    `<p style="margin:0 0 8px;color:#57606a">${escapeHtml(title)}</p><h1 style="margin:0 0 16px;font-size:20px">${escapeHtml(subject)}</h1>` +
    `${paragraph(`Hello ${name},`)}${paragraph(happened)}` +
    `<table style="margin:0 0 16px;border-collapse:collapse;font-size:15px">${rows.join("")}</table>` +
    toDo.map(paragraph).join("") +
    `<p style="margin:24px 0 0;padding-top:16px;border-top:1px solid #d0d7de;color:#57606a;font-size:13px">${escapeHtml(footer(words, title))}</p>` +
    `</div></body></html>\n`
  );
}

const paragraph = (text: string): string => `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`;
