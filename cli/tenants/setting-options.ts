import { type Command, InvalidArgumentError } from "commander";

/** Settings as options give them; what is not given stays as it is. */
export interface SettingOptions {
  readonly backupEnabled?: boolean;
  readonly dailyLimit?: number;
  readonly waitingPeriod?: number;
  readonly includeAttachments?: boolean;
  readonly attachmentSizeMaxSumMb?: number;
  readonly supportMail?: string;
  readonly signInTriesPerUser?: number;
  readonly signInTriesPerAddress?: number;
  readonly stepUpTriesPerUser?: number;
  readonly wrongTokensPerKey?: number;
  readonly failuresInARow?: number;
}

export const addSettingOptions = (command: Command): Command =>
  command
    .option("--backup-enabled <on|off>", "may the tenant make backups", readSwitch)
    .option("--daily-limit <number>", "accepted requests a UTC day, over all users", readNumber)
    .option("--waiting-period <hours>", "how long a new backup token waits", readNumber)
    .option("--include-attachments <on|off>", "may attachments be in a backup", readSwitch)
    .option("--attachment-size-max-sum-mb <MiB>", "above it attachments are left out; 0: no limit", readNumber)
    .option("--support-mail <address|none>", "whom the tenant's people may ask")
    .option("--sign-in-tries-per-user <number>", "wrong sign-ins of one person in 30 minutes", readNumber)
    .option("--sign-in-tries-per-address <number>", "wrong sign-ins from one network in 15 minutes", readNumber)
    .option(
      "--step-up-tries-per-user <number>",
      "wrong confirmations in 15 minutes before each has to wait",
      readNumber,
    )
    .option("--wrong-tokens-per-key <number>", "wrong backup tokens by one API key in an hour", readNumber)
    .option("--failures-in-a-row <number>", "wrong passwords after which none is taken; 100 at most", readNumber);

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
  ...named("sign_in_tries_per_user", given.signInTriesPerUser),
  ...named("sign_in_tries_per_address", given.signInTriesPerAddress),
  ...named("step_up_tries_per_user", given.stepUpTriesPerUser),
  ...named("wrong_tokens_per_key", given.wrongTokensPerKey),
  ...named("failures_in_a_row", given.failuresInARow),
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
