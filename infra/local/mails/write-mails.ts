import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import escapeHtml from "escape-html";
import { renderNotice } from "../../../functions/domain/notice/render-notice.ts";
import { SAMPLE_NOTICES, SAMPLE_RECIPIENT, SAMPLE_TENANT, SAMPLES_AT } from "./sample-notices.ts";

/** Every mail that Coffer sends, as text and as HTML, in a folder to look at. */
const folder = join(import.meta.dirname, "../../../.coffer/mails");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const shown = SAMPLE_NOTICES.map(({ name, content, tenant = SAMPLE_TENANT, recipient = SAMPLE_RECIPIENT }) => {
  const event = { eventId: name, tenantId: tenant.tenantId, at: SAMPLES_AT, ...content };
  const { subject, text, html } = renderNotice(tenant, event, recipient);
  writeFileSync(join(folder, `${name}.html`), html);
  writeFileSync(join(folder, `${name}.txt`), `Subject: ${subject}\nTo: ${recipient.mail}\n\n${text}`);
  return `<section><h2 id="${name}"><a href="#${name}">${name}</a></h2><p>${escapeHtml(subject)}</p>
<div><iframe src="${name}.html" width="680"></iframe><iframe src="${name}.html" width="390"></iframe><pre>${escapeHtml(text)}</pre></div></section>`;
});

writeFileSync(
  join(folder, "index.html"),
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Coffer’s mails</title>
<style>
body { margin: 24px; font: 15px/1.5 system-ui, sans-serif } h2 { margin: 48px 0 0 } h2 a { color: inherit; text-decoration: none }
section > div { display: flex; gap: 24px; align-items: start } iframe { flex: none; height: 760px; border: 1px solid #d1d9e0 }
pre { margin: 0; padding: 16px; border: 1px solid #d1d9e0 }
</style>
<h1>Coffer’s mails</h1><p>Each on a wide screen, on a telephone, and as plain text.</p>
${shown.join("\n")}
</html>
`,
);
console.log(`${shown.length} mails: ${join(folder, "index.html")}`);
