import * as z from "zod/mini";
import {
  DEFAULT_RETENTION,
  RETENTION_BOUNDS,
  type RetentionPolicy,
  retentionAt,
} from "../../domain/retention/retention-policy.ts";
import type { Schedule } from "../../domain/schedule/schedule.ts";
import type { Tenant } from "../../domain/tenant/tenant.ts";
import { renderSchedule, scheduleShape } from "./schedule.ts";
import { renderTries, TRY_SETTINGS } from "./try-settings.ts";
import { actionShape, isoTime, linkShape, timeShape } from "./wire.ts";

/** Set by whoever hosts the installation, by OpenProject's names where it has them. */
const operatorShape = z.strictObject({
  backup_enabled: z.boolean(),
  backup_daily_limit: z.int(),
  /** Seconds. */
  backup_initial_waiting_period: z.int(),
  backup_include_attachments: z.boolean(),
  /** MiB; 0: no limit. */
  backup_attachment_size_max_sum_mb: z.int(),
  support_mail: z.nullable(z.string()),
  ...TRY_SETTINGS,
});

const between = ({ least, most }: { readonly least: number; readonly most: number }) =>
  z.int().check(z.minimum(least), z.maximum(most));

/** Generations: the newest backup of each of so many days, weeks and months. */
const policyMembers = {
  daily: between(RETENTION_BOUNDS.daily),
  weekly: between(RETENTION_BOUNDS.weekly),
  monthly: between(RETENTION_BOUNDS.monthly),
} satisfies Record<keyof RetentionPolicy, unknown>;

export const policyShape = z.strictObject(policyMembers);

const retentionShape = z.strictObject({
  ...policyMembers,
  /** A shorter one that was set, and comes into force then. */
  pending: z.nullable(z.strictObject({ ...policyMembers, actsAt: timeShape })),
});

/** Set by the installation's administrators. */
export const administratorShape = z.strictObject({
  backup_api_pull: z.boolean(),
  backup_retention: retentionShape,
  backup_schedule: z.nullable(scheduleShape),
});

export const settingsShape = z.strictObject({
  _type: z.literal("BackupSettings"),
  operator: operatorShape,
  administrator: administratorShape,
  _links: z.strictObject({ self: linkShape, update: z.exactOptional(actionShape) }),
});

export const OPERATOR_SETTINGS = Object.keys(operatorShape.shape);

const PATH = "/api/v3/backup_settings";

export const renderSettings = (
  tenant: Tenant,
  schedule: Schedule | undefined,
  mayChange: boolean,
  now: number,
): z.infer<typeof settingsShape> => ({
  _type: "BackupSettings",
  operator: {
    backup_enabled: tenant.settings.backupEnabled,
    backup_daily_limit: tenant.settings.backupDailyLimit,
    backup_initial_waiting_period: Math.round(tenant.settings.backupInitialWaitingPeriodMs / 1000),
    backup_include_attachments: tenant.settings.backupIncludeAttachments,
    backup_attachment_size_max_sum_mb: tenant.settings.backupAttachmentSizeMaxSumMb,
    support_mail: tenant.settings.supportMail ?? null,
    ...renderTries(tenant),
  },
  administrator: renderAdministrators(tenant, schedule, now),
  _links: { self: { href: PATH }, ...(mayChange ? { update: { href: PATH, method: "patch" as const } } : {}) },
});

export const renderAdministrators = (
  tenant: Tenant,
  schedule: Schedule | undefined,
  now: number,
): z.infer<typeof administratorShape> => ({
  backup_api_pull: tenant.settings.backupApiPull,
  backup_retention: renderRetention(tenant, now),
  backup_schedule: schedule ? renderSchedule(schedule) : null,
});

function renderRetention({ settings }: Tenant, now: number): z.infer<typeof retentionShape> {
  const { pending, ...policy } = retentionAt(settings.backupRetention ?? DEFAULT_RETENTION, now);
  return { ...policy, pending: pending ? { ...pending, actsAt: isoTime(pending.actsAt) } : null };
}
