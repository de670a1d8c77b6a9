import { describe, expect, it } from "vitest";
import { decodeNotice, encodeNotice } from "../../../../functions/adapters/sqs/notice-message.ts";
import { decodeWork, encodeWork } from "../../../../functions/adapters/sqs/work-message.ts";
import type { BuildWork } from "../../../../functions/domain/backup/build-work.ts";
import type { NoticeEvent } from "../../../../functions/domain/notice/notice-event.ts";

const dump: BuildWork = { tenantId: "acme", backupId: "1", step: "dump", generation: 0 };
const pack: BuildWork = { ...dump, step: "pack", generation: 1, range: { round: 1, first: 1, last: 10_000 } };

describe("a message of work", () => {
  it.each([dump, pack])("comes back as it was: %o", (work) => {
    expect(decodeWork(encodeWork(work))).toEqual({ work });
  });

  it.each([
    ["no JSON", "{", "not JSON"],
    ["nothing", "", "not JSON"],
    ["another thing", "[]", ": invalid_type"],
    ["an unknown step", JSON.stringify({ ...dump, step: "prove" }), "step: invalid_value"],
    ["an unknown member", JSON.stringify({ ...dump, url: "x" }), ": unrecognized_keys"],
    ["no tenant", JSON.stringify({ ...dump, tenantId: "" }), "tenantId: too_small"],
    [
      "a part that cannot be",
      JSON.stringify({ ...pack, range: { round: 1, first: 0, last: 1 } }),
      "range.first: too_small",
    ],
    ["packing without a range", JSON.stringify({ ...pack, range: undefined }), "range: always and only for pack"],
    ["a range without packing", JSON.stringify({ ...pack, step: "seal" }), "range: always and only for pack"],
  ])("with %s is unreadable, and says why", (_, body, unreadable) => {
    expect(decodeWork(body)).toEqual({ unreadable });
  });
});

const about = { userId: 4, login: "ada", name: "Ada" };
const common = { eventId: "e", tenantId: "acme", at: 1, about };
const notices: NoticeEvent[] = [
  { ...common, kind: "token-made", validFrom: 2, by: about },
  { ...common, kind: "token-reset", validFrom: 2, by: about },
  { ...common, kind: "token-revoked", validFrom: 2, by: about },
  { ...common, kind: "token-wait-skipped", reason: "r", validFrom: 2 },
  { ...common, kind: "password-disabled", address: "192.0.2.1" },
  { ...common, kind: "password-enabled", by: about },
  { ...common, kind: "wrong-backup-tokens", address: "192.0.2.1" },
  { ...common, kind: "backup-failed", backupId: "1", requestedAt: 1, reason: "dump-failed" },
  { ...common, kind: "pull-digest", pulls: 5, from: 1, until: 2 },
  { ...common, kind: "file-downloaded", backupId: "1", requestedAt: 1, file: "plan.pdf", address: "192.0.2.1" },
  { ...common, kind: "backup-pulled", backupId: "1", address: "192.0.2.1" },
  { ...common, kind: "backup-deleted", backupId: "1", requestedAt: 1, keptUntil: 9, label: "x" },
  { ...common, kind: "tenant-leaving", backupId: "1", requestedAt: 1, endsAt: 9, reason: "r" },
  { ...common, kind: "collection-code-made", backupId: "1", requestedAt: 1, endsAt: 9 },
  { ...common, kind: "backup-handed-out", backupId: "1", requestedAt: 1, ticketNumber: "SUP-7", endsAt: 9 },
  { ...common, kind: "opening-asked", backupId: "1", requestedAt: 1, opensAt: 9, address: "192.0.2.1" },
  { ...common, kind: "opening-stopped", by: about, backupId: "1" },
  { ...common, kind: "settings-changed", setting: "backup_api_pull", value: "off" },
  { ...common, kind: "settings-changed", setting: "backup_retention", value: "1 daily", actsAt: 9 },
  { ...common, kind: "settings-changed", setting: "backup_schedule", value: "none" },
  { ...common, kind: "backup-unpinned", backupId: "1", requestedAt: 1, keptUntil: 9, label: "x" },
  { ...common, kind: "schedule-paused", schedule: "0 2 * * * (UTC)", reason: "token-gone" },
  { ...common, kind: "backup-overdue", schedule: "0 2 * * * (UTC)", since: 1 },
  { ...common, kind: "backup-overdue", schedule: "0 2 * * * (UTC)", since: 1, newestAt: 0 },
  { ...common, kind: "support-asked", backupId: "1", requestedAt: 1, state: "failed", reason: "r", message: "m" },
  { ...common, kind: "backup-downloaded", backupId: "1", requestedAt: 1, address: "192.0.2.1" },
  {
    ...common,
    kind: "backup-ready",
    backup: { backupId: "1", requestedAt: 1, archiveBytes: 5e9, entries: 3, missing: 0, keptUntil: 9 },
  },
  {
    ...common,
    kind: "backup-ready",
    backup: {
      backupId: "1",
      askedBy: "schedule",
      requestedAt: 1,
      archiveBytes: 5,
      entries: 3,
      missing: 0,
      keptUntil: 9,
    },
  },
];

describe("a message of a notice", () => {
  it.each(notices)("comes back as it was: $kind", (notice) => {
    expect(decodeNotice(encodeNotice(notice))).toEqual({ notice });
  });

  it("may have members that a newer sender added", () => {
    expect(decodeNotice(JSON.stringify({ ...notices[0], colour: "red" }))).toEqual({ notice: notices[0] });
  });

  it.each([
    ["opbk_secret", "not JSON"],
    [JSON.stringify({ ...notices[0], at: "opbk_secret" }), "at: invalid_type"],
    [JSON.stringify({ ...notices[0], kind: "opbk_secret" }), "kind: invalid_union"],
  ])("that cannot be read is told by what is wrong, and nothing of it is quoted", (body, unreadable) => {
    expect(decodeNotice(body)).toEqual({ unreadable });
  });
});
