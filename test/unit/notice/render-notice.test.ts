import { describe, expect, it } from "vitest";
import type { NoticeContent } from "../../../functions/domain/notice/notice-event.ts";
import { renderNotice } from "../../../functions/domain/notice/render-notice.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { aUser } from "../../support/memory-users.ts";

const at = Date.UTC(2026, 0, 31, 12);
const ada = aUser();
const about = { userId: 1, login: "ada", name: "Ada Admin" };
const backup = {
  backupId: "b1",
  requestedAt: at,
  archiveBytes: 5 * 1024 ** 2,
  entries: 12,
  missing: 0,
  keptUntil: at + 864e5,
};
const asSent = (content: NoticeContent, tenant = aTenant(), recipient = ada) =>
  renderNotice(tenant, { eventId: "e1", tenantId: "acme", at, ...content }, recipient);
/** With its lines put together again. */
const render = (content: NoticeContent, tenant = aTenant()) => {
  const { subject, text, html } = asSent(content, tenant);
  return { subject, html, text: text.replaceAll(/\s+/gu, " ") };
};

describe("a notice as a person reads it", () => {
  it("says that a backup is ready, what is in it and until when", () => {
    const { subject, text } = render({ kind: "backup-ready", about, backup });
    expect(subject).toBe("[Acme] Backup ready");
    expect(text).toContain("the database and 12 attachments");
    expect(text).toContain("5.0 MiB");
    expect(text).toContain("2026-02-01 12:00 UTC");
  });

  it("says whose schedule made a backup, which no script has", () => {
    const { text } = render({ kind: "backup-ready", about, backup: { ...backup, askedBy: "schedule" } });
    expect(text).toContain("by the schedule of Ada Admin (ada)");
    expect(text).not.toContain("API key");
  });

  it("says in the subject when files are missing", () => {
    const { subject, text } = render({ kind: "backup-ready", about, backup: { ...backup, missing: 1 } });
    expect(subject).toBe("[Acme] Backup ready, but some files are missing");
    expect(text).toContain("1 attachment could not be read");
  });

  it("names the support address when a backup failed", () => {
    const tenant = aTenant({ settings: { ...aTenant().settings, supportMail: "help@coffer.example" } });
    const { text } = render(
      { kind: "backup-failed", about, backupId: "b1", requestedAt: at, reason: "No progress." },
      tenant,
    );
    expect(text).toContain("help@coffer.example");
  });

  it("says who downloads a backup, from where, and what to do if that is not expected", () => {
    const content = {
      kind: "backup-downloaded",
      backupId: "b1",
      requestedAt: at - 864e5,
      address: "192.0.2.1",
    } as const;
    const own = render({ ...content, about }).text;
    const others = render({ ...content, about: { userId: 2, login: "bea", name: "Bea" } }).text;
    for (const text of [own, others]) {
      expect(text).toContain("192.0.2.1");
      expect(text).toContain("2026-01-31 12:00 UTC");
      expect(text).toContain("b1, requested 2026-01-30 12:00 UTC");
    }
    expect(own).toContain("change your password at once");
    expect(others).toContain("Bea (bea)");
    expect(others).toContain("lock the account of the person named above");
  });

  it("names the file that somebody took out of a backup, as nothing but a text among the facts", () => {
    const file = '<a href="https://evil.example/">x</a>\r\nBcc: all@evil.example\u202e.pdf';
    const told = { kind: "file-downloaded", about, backupId: "b1", requestedAt: at, address: "192.0.2.1" } as const;
    const { subject, text, html } = render({ ...told, file });
    expect(subject).toBe("[Acme] File downloaded from a backup");
    for (const part of [text, html]) expect(part).not.toMatch(/evil\.example|https:\/\/evil|\u202e|^Bcc:/mu);
    expect(html).not.toContain('<a href="https://evil');
    expect(text).toContain("Ada Admin (ada)");
    expect(text).toContain("192.0.2.1");
    expect(render({ ...told, file: `${"ü".repeat(200)}.pdf` }).text).toContain("[.]pdf");
    const others = render({ ...told, file, about: { userId: 2, login: "bea", name: "Bea" } }).text;
    expect(others).toContain("lock the account of the person named above");
  });

  it("says who deleted a backup, and until when its bytes are there", () => {
    const content = { kind: "backup-deleted", about, backupId: "b1", requestedAt: at, label: "old.one" } as const;
    const { subject, text } = render({ ...content, keptUntil: at + 864e5 });
    expect(subject).toBe("[Acme] Backup deleted");
    expect(text).toContain("Ada Admin (ada)");
    expect(text).toContain("old[.]one");
    expect(text).toContain("2026-02-01 12:00 UTC");
    expect(render({ ...content, keptUntil: at }).text).toContain("within minutes");
  });

  it("names the setting that was changed, what it is now, and who did it", () => {
    const { text } = render({ kind: "settings-changed", about, setting: "backup_api_pull", value: "off" });
    expect(text).toMatch(/Fetching backups by API key \(backup_api_pull\)/u);
    expect(text).toMatch(/Is now: +off/u);
    expect(text).toContain("Ada Admin (ada)");
  });

  it("tells support what is asked, without a link of the person's, and why it gets the mail", () => {
    const message = `see https://evil.example/${"y".repeat(2_000)}`;
    const content = { kind: "support-asked", about, backupId: "b1", requestedAt: at, state: "failed" } as const;
    const { subject, text, html } = render({ ...content, reason: "It failed.", message });
    expect(subject).toBe("[Acme] Help wanted with backup b1");
    for (const part of [text, html]) {
      expect(part).toContain("It failed.");
      expect(part).not.toMatch(/https:|evil\.example|y{1001}/u);
      expect(part).toContain("support address of Acme");
    }
    expect(render(content).text).not.toMatch(/Failure|Message/u);
  });

  it("lets nothing that a user typed become a link, a line, a tag or a long text", () => {
    const name = `<img src=x>\r\nBcc: all@evil.example https://evil.example/${"x".repeat(300)}\u202e`;
    const { subject, text, html } = render({
      kind: "token-made",
      about: { ...about, name },
      by: { ...about, name },
      validFrom: at,
    });
    for (const part of [subject, text, html]) {
      expect(part).not.toMatch(/https?:\/\/evil|evil\.example|\u202e|^Bcc:/mu);
      expect(part).not.toContain("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
    }
    expect(html).not.toContain("<img");
    expect(subject).not.toMatch(/[\r\n]/u);
  });

  it("cannot be given another header by the name of an installation", () => {
    const title = "Acme\r\nBcc: all@evil.example\u2028X-Spam: no";
    const { subject } = asSent({ kind: "backup-ready", about, backup }, aTenant({ title }));
    expect(subject).toBe("[Acme Bcc: all[at]evil[.]example X-Spam: no] Backup ready");
  });

  it("says for how long a script has it, unless an installation does not let scripts have it", () => {
    const byKey = { ...backup, askedBy: "api-key" } as const;
    expect(render({ kind: "backup-ready", about, backup: byKey }).text).toContain("until 2026-02-01 12:00 UTC");
    expect(render({ kind: "backup-ready", about, backup }).text).not.toContain("API key");
    const off = aTenant({ settings: { ...aTenant().settings, backupApiPull: false } });
    const { text } = render({ kind: "backup-ready", about, backup: byKey }, off);
    expect(text).not.toContain("API key");
    expect(text).toContain("open the address above, sign in");
  });

  it("links to nothing but the installation's own address", () => {
    const { html } = asSent({ kind: "backup-ready", about: { ...about, name: "https://evil.example/" }, backup });
    const links = [...html.matchAll(/href="([^"]*)"/gu)].map(([, link]) => link);
    expect(links).toEqual(["https://backup.acme.example/backups/b1"]);
    expect(html).not.toMatch(/https:\/\/evil/u);
  });

  it("wraps its text so that no mail program has to", () => {
    const message = "Can you have a look? ".repeat(40);
    const content = {
      kind: "support-asked",
      about,
      backupId: "b1",
      requestedAt: at,
      state: "failed",
      message,
    } as const;
    const { text } = asSent(content);
    expect(text.split("\n").filter((line) => line.length > 76)).toEqual([]);
    expect(text).toMatch(/Message: {7}Can you[^\n]+\n {17}\S/u);
  });
});
