import escapeHtml from "escape-html";
import type { LaidOut } from "./mail-layout.ts";

const INK = "#1f2328";
const QUIET = "#59636e";
const LINE = "#d1d9e0";

/** The mail as HTML, one column that fits a telephone; what matters stands in the elements, since many mail programs drop the rest. */
export const mailHtml = ({ subject, title, greeting, happened, facts, toDo, why }: LaidOut): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escapeHtml(subject)}</title>
<style>@media (max-width:480px) { .label, .value { display: block !important; width: auto !important } }</style>
</head>
<body style="margin:0;padding:0;background:#f6f8fa">
<div style="padding:16px;background:#f6f8fa;color:${INK};font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">
<div style="max-width:600px;margin:0 auto;padding:24px;background:#fff;border:1px solid ${LINE};border-radius:8px;overflow-wrap:anywhere">
<p style="margin:0 0 4px;color:${QUIET};font-size:14px">${escapeHtml(title)}</p>
<h1 style="margin:0 0 20px;font-size:22px;line-height:1.3">${escapeHtml(subject)}</h1>
${paragraph(greeting)}
${paragraph(happened)}
<table role="presentation" width="100%" style="margin:0 0 20px;border-collapse:collapse;border-bottom:1px solid ${LINE};font-size:15px">
${facts.map(row).join("\n")}
</table>
<h2 style="margin:0 0 4px;font-size:16px">What to do now</h2>
${toDo.map(paragraph).join("\n")}
<p style="margin:24px 0 0;padding-top:16px;border-top:1px solid ${LINE};color:${QUIET};font-size:13px">${escapeHtml(why)}</p>
</div>
</div>
</body>
</html>
`;

const paragraph = (text: string): string => `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`;

/** Label and value share a line where there is room, and the value goes below its label where there is not. */
const row = ([label, value]: readonly [label: string, value: string]): string =>
  `<tr><td style="padding:8px 0;border-top:1px solid ${LINE}">` +
  `<span class="label" style="display:inline-block;width:128px;vertical-align:top;color:${QUIET}">${escapeHtml(label)}</span>` +
  `<span class="value" style="display:inline-block;max-width:410px;vertical-align:top">${linked(value)}</span></td></tr>`;

/** What a user typed is harmless by now: an address that is still one is ours. */
const linked = (value: string): string =>
  /^https?:\/\/\S+$/u.test(value)
    ? `<a href="${escapeHtml(value)}" style="color:#0550ae">${escapeHtml(value)}</a>`
    : escapeHtml(value);
