import * as z from "zod/mini";
import { isLabel } from "../../domain/history/label.ts";
import { TRY_SETTINGS } from "./try-settings.ts";

const MONTH_SECONDS = 31 * 24 * 3_600;

/** One line for people, as it stands in mails and archives. */
export const titleShape = z.string().check(
  z.trim(),
  z.minLength(1),
  z.refine((text) => isLabel(text)),
);

/** What the operator sets, by OpenProject's names where it has them; what is absent stays. */
export const operatorSettingsShape = z.strictObject({
  backup_enabled: z.exactOptional(z.boolean()),
  /** Accepted requests a UTC day. */
  backup_daily_limit: z.exactOptional(z.int().check(z.minimum(0), z.maximum(1000))),
  /** Seconds. */
  backup_initial_waiting_period: z.exactOptional(z.int().check(z.minimum(0), z.maximum(MONTH_SECONDS))),
  backup_include_attachments: z.exactOptional(z.boolean()),
  /** MiB; 0: no limit. */
  backup_attachment_size_max_sum_mb: z.exactOptional(z.int().check(z.minimum(0), z.maximum(1_000_000_000))),
  /** Null: none. */
  support_mail: z.exactOptional(z.nullable(z.email().check(z.maxLength(254)))),
  /** How many tries people have before they have to wait. */
  sign_in_tries_per_user: z.exactOptional(TRY_SETTINGS.sign_in_tries_per_user),
  sign_in_tries_per_address: z.exactOptional(TRY_SETTINGS.sign_in_tries_per_address),
  step_up_tries_per_user: z.exactOptional(TRY_SETTINGS.step_up_tries_per_user),
  wrong_tokens_per_key: z.exactOptional(TRY_SETTINGS.wrong_tokens_per_key),
  failures_in_a_row: z.exactOptional(TRY_SETTINGS.failures_in_a_row),
});

/** The same by the domain's names. */
export const readOperatorSettings = (given: z.infer<typeof operatorSettingsShape>) => ({
  ...(given.backup_enabled === undefined ? {} : { backupEnabled: given.backup_enabled }),
  ...(given.backup_daily_limit === undefined ? {} : { backupDailyLimit: given.backup_daily_limit }),
  ...(given.backup_initial_waiting_period === undefined
    ? {}
    : { backupInitialWaitingPeriodMs: given.backup_initial_waiting_period * 1000 }),
  ...(given.backup_include_attachments === undefined
    ? {}
    : { backupIncludeAttachments: given.backup_include_attachments }),
  ...(given.backup_attachment_size_max_sum_mb === undefined
    ? {}
    : { backupAttachmentSizeMaxSumMb: given.backup_attachment_size_max_sum_mb }),
  ...(given.support_mail === undefined ? {} : { supportMail: given.support_mail }),
  ...(given.sign_in_tries_per_user === undefined ? {} : { signInTriesPerUser: given.sign_in_tries_per_user }),
  ...(given.sign_in_tries_per_address === undefined ? {} : { signInTriesPerAddress: given.sign_in_tries_per_address }),
  ...(given.step_up_tries_per_user === undefined ? {} : { stepUpTriesPerUser: given.step_up_tries_per_user }),
  ...(given.wrong_tokens_per_key === undefined ? {} : { wrongTokensPerKey: given.wrong_tokens_per_key }),
  ...(given.failures_in_a_row === undefined ? {} : { failuresInARow: given.failures_in_a_row }),
});
