import { describe, expect, it } from "vitest";
import type { NoticeContent } from "../../../functions/domain/notice/notice-event.ts";
import { renderNotice } from "../../../functions/domain/notice/render-notice.ts";
import {
  SAMPLE_NOTICES,
  SAMPLE_RECIPIENT,
  SAMPLE_TENANT,
  SAMPLES_AT,
  type SampleNotice,
} from "../../../infra/local/mails/sample-notices.ts";

/** A kind that is not named here does not compile. */
const KINDS: Readonly<Record<NoticeContent["kind"], true>> = {
  "token-made": true,
  "token-reset": true,
  "token-revoked": true,
  "token-wait-skipped": true,
  "password-disabled": true,
  "password-enabled": true,
  "wrong-backup-tokens": true,
  "backup-ready": true,
  "backup-failed": true,
  "backup-downloaded": true,
  "file-downloaded": true,
  "backup-pulled": true,
  "pull-digest": true,
  "backup-deleted": true,
  "backup-handed-out": true,
  "tenant-leaving": true,
  "collection-code-made": true,
  "opening-asked": true,
  "opening-stopped": true,
  "settings-changed": true,
  "schedule-paused": true,
  "backup-unpinned": true,
  "backup-overdue": true,
  "support-asked": true,
};

const mailOf = ({ name, content, tenant = SAMPLE_TENANT, recipient = SAMPLE_RECIPIENT }: SampleNotice) =>
  renderNotice(tenant, { eventId: name, tenantId: tenant.tenantId, at: SAMPLES_AT, ...content }, recipient);

describe("every mail that is sent", () => {
  it("is among those to look at", () => {
    expect(new Set(SAMPLE_NOTICES.map(({ content }) => content.kind))).toEqual(new Set(Object.keys(KINDS)));
  });

  it("has a subject of one line, a text that fits, and nothing that was forgotten", () => {
    for (const sample of SAMPLE_NOTICES) {
      const { subject, text, html } = mailOf(sample);
      expect(subject).toMatch(/^\[[^\r\n]+\] [A-Z][^\r\n]+$/u);
      const tooLong = text.split("\n").filter((line) => line.length > 76 && line.trim().includes(" ", 20));
      expect(tooLong).toEqual([]);
      for (const part of [subject, text, html]) {
        expect(part).not.toMatch(/undefined|NaN|\[object|Invalid|[\p{Cs}\u202e]/u);
        expect(part).not.toMatch(/https?:\/\/(?!backup\.acme\.example)|\r/u);
      }
      expect(html).not.toMatch(/<b>|onclick="/u);
    }
  });

  it("says the same in both forms", () => {
    for (const sample of SAMPLE_NOTICES) {
      const { text, html } = mailOf(sample);
      const plain = html
        .replaceAll(/<(?:title|style)>.*?<\/(?:title|style)>|<[^>]+>/gsu, " ")
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&quot;", '"')
        .replaceAll("&#39;", "'")
        .replaceAll("&amp;", "&")
        .replaceAll(/\s+/gu, " ");
      const labels = /^ {2}([A-Z][\w ]+):/u;
      for (const paragraph of text.replace("-- \n", "").split("\n\n")) {
        if (labels.test(paragraph)) continue;
        expect(plain).toContain(paragraph.replaceAll(/\s+/gu, " ").trim());
      }
    }
  });
});
