import * as z from "zod/mini";
import type { Tenant } from "../../domain/tenant/tenant.ts";
import { renderTries, TRY_SETTINGS } from "./try-settings.ts";
import { actionShape, linkShape } from "./wire.ts";

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

/** Set by the installation's administrators. */
const administratorShape = z.strictObject({ backup_api_pull: z.boolean() });

export const settingsShape = z.strictObject({
  _type: z.literal("BackupSettings"),
  operator: operatorShape,
  administrator: administratorShape,
  _links: z.strictObject({ self: linkShape, update: z.exactOptional(actionShape) }),
});

export const OPERATOR_SETTINGS = Object.keys(operatorShape.shape);

const PATH = "/api/v3/backup_settings";

export const renderSettings = (tenant: Tenant, mayChange: boolean): z.infer<typeof settingsShape> => ({
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
  administrator: { backup_api_pull: tenant.settings.backupApiPull },
  _links: { self: { href: PATH }, ...(mayChange ? { update: { href: PATH, method: "patch" as const } } : {}) },
});
