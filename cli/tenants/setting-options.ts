import { type Command, InvalidArgumentError } from "commander";

/** Settings as options give them; what is not given stays as it is. */
export interface SettingOptions {
  readonly backupEnabled?: boolean;
  readonly dailyLimit?: number;
  readonly waitingPeriod?: number;
  readonly includeAttachments?: boolean;
  readonly attachmentSizeMaxSumMb?: number;
  readonly supportMail?: string;
}

export const addSettingOptions = (command: Command): Command =>
  command
    .option("--backup-enabled <on|off>", "may the tenant make backups", readSwitch)
    .option("--daily-limit <number>", "accepted requests a UTC day, over all users", readNumber)
    .option("--waiting-period <hours>", "how long a new backup token waits", readNumber)
    .option("--include-attachments <on|off>", "may attachments be in a backup", readSwitch)
    .option("--attachment-size-max-sum-mb <MiB>", "above it attachments are left out; 0: no limit", readNumber)
    .option("--support-mail <address|none>", "whom the tenant's people may ask");

/** As the service names them. */
export const settingsOf = (given: SettingOptions) => ({
  ...named("backup_enabled", given.backupEnabled),
  ...named("backup_daily_limit", given.dailyLimit),
  ...named(
    "backup_initial_waiting_period",
    given.waitingPeriod === undefined ? undefined : Math.round(given.waitingPeriod * 3600),
  ),
  ...named("backup_include_attachments", given.includeAttachments),
  ...named("backup_attachment_size_max_sum_mb", given.attachmentSizeMaxSumMb),
  ...named("support_mail", given.supportMail === "none" ? null : given.supportMail),
});

const named = (name: string, value: boolean | number | string | null | undefined) =>
  value === undefined ? {} : { [name]: value };

function readSwitch(text: string): boolean {
  if (text === "on" || text === "off") return text === "on";
  throw new InvalidArgumentError("Say on or off.");
}

function readNumber(text: string): number {
  if (/^\d{1,12}(\.\d{1,6})?$/u.test(text)) return Number(text);
  throw new InvalidArgumentError("Say a number.");
}
