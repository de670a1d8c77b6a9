import type { NoticeContent, Person } from "../../../functions/domain/notice/notice-event.ts";

const dayMs = 24 * 3_600_000;
const schedule = "30 2 * * * (Europe/Berlin), with attachments";

/** Of settings that `about` made and that act by themselves; at about `at`. */
export const sampleScheduleNotices = (
  about: Person,
  at: number,
): readonly { readonly name: string; readonly content: NoticeContent }[] => [
  {
    name: "settings-changed-later",
    content: {
      kind: "settings-changed",
      about,
      setting: "backup_retention",
      value: "3 daily, 1 weekly, 0 monthly",
      actsAt: at + 7 * dayMs,
    },
  },
  {
    name: "schedule-set",
    content: { kind: "settings-changed", about, setting: "backup_schedule", value: schedule },
  },
  {
    name: "backup-unpinned",
    content: {
      kind: "backup-unpinned",
      about,
      backupId: "4dd2674b-1756-4fab-a03e-4d06c9ac8a73",
      requestedAt: at - 90 * dayMs,
      keptUntil: at + 7 * dayMs,
      label: "Before the upgrade",
    },
  },
  { name: "schedule-paused", content: { kind: "schedule-paused", about, schedule, reason: "token-gone" } },
  {
    name: "schedule-paused-by-lock",
    content: { kind: "schedule-paused", about, schedule, reason: "permission-withdrawn" },
  },
  {
    name: "backup-overdue",
    content: { kind: "backup-overdue", about, schedule, since: at - 6 * 3_600_000, newestAt: at - 2 * dayMs },
  },
  {
    name: "backup-overdue-without-any",
    content: { kind: "backup-overdue", about, schedule, since: at - 6 * 3_600_000 },
  },
];
