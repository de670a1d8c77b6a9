import * as z from "zod/mini";
import type { NoticeEvent } from "../../domain/notice/notice-event.ts";
import { PAUSE_REASONS } from "../../domain/schedule/schedule.ts";
import { parseJson } from "../system/parse-json.ts";

const person = z.object({ userId: z.int(), login: z.string(), name: z.string() });
const common = { eventId: z.string().check(z.minLength(1)), tenantId: z.string().check(z.minLength(1)), at: z.int() };

const readyBackup = z.object({
  backupId: z.string(),
  askedBy: z.exactOptional(z.enum(["api-key", "schedule"])),
  requestedAt: z.int(),
  archiveBytes: z.int(),
  entries: z.int(),
  missing: z.int(),
  attachmentsLeftOut: z.exactOptional(z.string()),
  keptUntil: z.int(),
});

/** Members not named here are dropped: a newer sender must not stop an older reader. */
const noticeShape = z.discriminatedUnion("kind", [
  z.object({
    ...common,
    kind: z.enum(["token-made", "token-reset", "token-revoked"]),
    about: person,
    validFrom: z.int(),
    by: person,
  }),
  z.object({
    ...common,
    kind: z.literal("token-wait-skipped"),
    about: person,
    reason: z.string(),
    validFrom: z.int(),
  }),
  z.object({ ...common, kind: z.literal("password-disabled"), about: person, address: z.string() }),
  z.object({ ...common, kind: z.literal("password-enabled"), about: person, by: z.exactOptional(person) }),
  z.object({ ...common, kind: z.literal("wrong-backup-tokens"), about: person, address: z.string() }),
  z.object({ ...common, kind: z.literal("backup-ready"), about: person, backup: readyBackup }),
  z.object({
    ...common,
    kind: z.literal("backup-failed"),
    about: person,
    backupId: z.string(),
    requestedAt: z.int(),
    reason: z.string(),
  }),
  z.object({
    ...common,
    kind: z.literal("pull-digest"),
    about: person,
    pulls: z.int(),
    from: z.int(),
    until: z.int(),
  }),
  z.object({
    ...common,
    kind: z.literal("backup-downloaded"),
    about: person,
    backupId: z.string(),
    requestedAt: z.int(),
    address: z.string(),
  }),
  z.object({
    ...common,
    kind: z.literal("file-downloaded"),
    about: person,
    backupId: z.string(),
    requestedAt: z.int(),
    file: z.string(),
    address: z.string(),
  }),
  z.object({ ...common, kind: z.literal("backup-pulled"), about: person, backupId: z.string(), address: z.string() }),
  z.object({
    ...common,
    kind: z.enum(["backup-deleted", "backup-unpinned"]),
    about: person,
    backupId: z.string(),
    requestedAt: z.int(),
    keptUntil: z.int(),
    label: z.exactOptional(z.string()),
  }),
  z.object({
    ...common,
    kind: z.literal("tenant-leaving"),
    about: person,
    backupId: z.string(),
    requestedAt: z.int(),
    endsAt: z.int(),
    reason: z.string(),
  }),
  z.object({
    ...common,
    kind: z.literal("collection-code-made"),
    about: person,
    backupId: z.string(),
    requestedAt: z.int(),
    endsAt: z.int(),
  }),
  z.object({
    ...common,
    kind: z.literal("backup-handed-out"),
    about: person,
    backupId: z.string(),
    requestedAt: z.int(),
    ticketNumber: z.string(),
    endsAt: z.exactOptional(z.int()),
  }),
  z.object({
    ...common,
    kind: z.literal("opening-asked"),
    about: person,
    backupId: z.string(),
    requestedAt: z.int(),
    opensAt: z.int(),
    address: z.string(),
  }),
  z.object({ ...common, kind: z.literal("opening-stopped"), about: person, by: person, backupId: z.string() }),
  z.object({
    ...common,
    kind: z.literal("settings-changed"),
    about: person,
    setting: z.enum(["backup_api_pull", "backup_retention", "backup_schedule"]),
    value: z.string(),
    actsAt: z.exactOptional(z.int()),
  }),
  z.object({
    ...common,
    kind: z.literal("schedule-paused"),
    about: person,
    schedule: z.string(),
    reason: z.enum(PAUSE_REASONS),
  }),
  z.object({
    ...common,
    kind: z.literal("backup-overdue"),
    about: person,
    schedule: z.string(),
    since: z.int(),
    newestAt: z.exactOptional(z.int()),
  }),
  z.object({
    ...common,
    kind: z.literal("support-asked"),
    about: person,
    backupId: z.string(),
    requestedAt: z.int(),
    state: z.string(),
    reason: z.exactOptional(z.string()),
    message: z.exactOptional(z.string()),
  }),
]);

export const encodeNotice = (notice: NoticeEvent): string => JSON.stringify(notice);

/** An unreadable message is an outcome, not an error: it goes to the dead letters at once, with the reason. */
type DecodedNotice = { readonly notice: NoticeEvent } | { readonly unreadable: string };

/** Names what is wrong with a message, and nothing of what it holds. */
export function decodeNotice(body: string): DecodedNotice {
  const json = parseJson(body);
  if (json === undefined) return { unreadable: "not JSON" };
  const read = noticeShape.safeParse(json);
  if (read.success) return { notice: read.data };
  return { unreadable: read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`).join("; ") };
}
