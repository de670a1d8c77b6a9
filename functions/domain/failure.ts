import { BACKUP_FAILURES } from "./backup-failures.ts";
import { type FailureRow, retryable, row } from "./failure-row.ts";

/**
 * Everything that can go wrong and that someone is told about, in one table: code → HTTP status, the name in
 * `errorIdentifier`, whether trying the same again can help, and the text a person reads. A code without a row does
 * not compile; a text that is not in this table reaches no user.
 */
const FAILURES = {
  "malformed-json": row(400, "BadRequest", "The request body is not valid JSON. Send one JSON object."),
  "backup-token-missing": row(400, "BadRequest", "Send your backup token as the text member `backupToken`."),
  unauthenticated: row(
    401,
    "Unauthenticated",
    "Sign in, or send your API key as Basic authentication with the user name `apikey`.",
  ),
  "step-up-required": row(
    401,
    "Unauthenticated",
    "Confirm with your password, and the code where you have one, to download this backup.",
  ),
  "sign-in-refused": row(
    401,
    "Unauthenticated",
    "Login, password or code is wrong, or this account cannot sign in here.",
  ),
  "single-sign-on-refused": row(
    401,
    "Unauthenticated",
    "The single sign-on did not work, or your account is not linked to it. Start it again.",
  ),
  "missing-permission": row(
    403,
    "MissingPermission",
    "You need the permission to create backups. Ask an administrator of your installation.",
  ),
  "not-an-administrator": row(403, "MissingPermission", "Only an administrator of your installation may do this."),
  "backup-token-refused": row(
    403,
    "MissingPermission",
    "This backup token is not valid. Create or reset your backup token and try again.",
  ),
  "backup-token-waiting": row(403, "MissingPermission", "Your backup token is not usable yet."),
  "confirmation-refused": row(403, "MissingPermission", "Password or code is wrong. Nothing was changed."),
  "password-disabled": row(
    403,
    "MissingPermission",
    "Too many wrong passwords were typed in a row. Another administrator of your installation, or support, can enable your password again.",
  ),
  "factor-not-checkable": row(
    403,
    "MissingPermission",
    "Your account uses a second factor that cannot be checked here. Activate an authenticator app (TOTP), or ask an administrator.",
  ),
  "no-password": row(
    403,
    "MissingPermission",
    "Your account has no password here, so you cannot confirm this way. Your API key still works, and an administrator who has a password can download your backups.",
  ),
  "step-up-not-fresh": row(
    403,
    "MissingPermission",
    "Your identity provider did not ask you anew who you are, so nothing was confirmed. Start again, and sign in there anew.",
  ),
  "step-up-impossible": row(
    403,
    "MissingPermission",
    "Your account cannot confirm this here at once. A download can be asked for, and opens a day later.",
  ),
  "provider-step-up-required": row(
    403,
    "MissingPermission",
    "Confirm at your identity provider: begin a single sign-on for a step-up, then send this again with `singleSignOn`.",
  ),
  "opening-waiting": row(403, "MissingPermission", "This download is not open yet."),
  "ticket-refused": row(
    403,
    "MissingPermission",
    "This ticket was used, is too old, or belongs to another session or backup. Confirm with your password again.",
  ),
  "forbidden-origin": row(
    403,
    "MissingPermission",
    "The request came from another site and was refused. Send the header `X-Requested-With: Coffer` from this site.",
  ),
  "operator-setting": row(
    403,
    "MissingPermission",
    "This setting is the operator’s: whoever hosts your installation can change it. Ask support.",
  ),
  "pull-switched-off": row(
    403,
    "MissingPermission",
    "Fetching backups by API key is switched off for your installation. Sign in and download it there.",
  ),
  "pull-over": row(
    403,
    "MissingPermission",
    "An API key may fetch a backup for 24 hours after it is ready. Sign in and download it there, or request a new one.",
  ),
  "staff-refused": row(403, "MissingPermission", "Your role in the cloud account may not do this."),
  "signature-refused": row(
    403,
    "MissingPermission",
    "The signature was refused: another key, a clock that is more than five minutes off, or a request that was changed after it was signed.",
  ),
  "credentials-over": row(403, "MissingPermission", "The credentials are over. Take the role anew."),
  "collection-refused": row(
    403,
    "MissingPermission",
    "This collection code is wrong, over, or was used too often. Ask whoever hosted your installation.",
  ),
  "not-found": row(404, "NotFound", "There is nothing here, or it is not yours."),
  "no-single-sign-on": row(404, "NotFound", "Single sign-on is not set up for your installation."),
  "backups-disabled": row(404, "NotFound", "Backups are switched off for this installation."),
  "content-type-missing": row(406, "MissingContentType", "Say what you send: `Content-Type: application/json`."),
  "backup-pending": row(
    409,
    "UpdateConflict",
    "A backup is already being made. Wait until it is done, then ask again.",
  ),
  "no-archive": row(
    409,
    "UpdateConflict",
    "This backup has no archive to download: it is still being made, or it failed or was cancelled.",
  ),
  "backup-ended": row(409, "UpdateConflict", "This backup has ended already: there is nothing to cancel."),
  "file-too-large": row(
    409,
    "UpdateConflict",
    "This file is too large to be taken out of the backup alone. Download the whole backup: the file is in its archive.",
  ),
  "nothing-to-delete": row(
    409,
    "UpdateConflict",
    "This backup has no archive to delete: it is still being made, or it failed or was cancelled.",
  ),
  "opening-needless": row(409, "UpdateConflict", "You can confirm this at once, so there is nothing to wait for."),
  "no-support-mail": row(
    409,
    "UpdateConflict",
    "No support address is set for your installation. Ask whoever hosts it.",
  ),
  "not-leaving": row(
    409,
    "UpdateConflict",
    "There are no collection codes for this backup: your installation is not about to go. Download it instead.",
  ),
  "tenant-not-handed-over": row(
    409,
    "UpdateConflict",
    "The tenant cannot go yet: hand out its last backup, and wait until its time is over.",
  ),
  "tenant-exists": row(409, "UpdateConflict", "The id or the host name is another tenant’s already."),
  "tenant-changed": row(
    409,
    "UpdateConflict",
    "Somebody else changed the same setting meanwhile. Look at it, then try again.",
  ),
  "confirmation-word": row(
    422,
    "PropertyConstraintViolation",
    "Type the confirmation word: `create` for a first token, `reset` for a new one.",
  ),
  "token-exists": row(409, "UpdateConflict", "You have a backup token already. Type `reset` to replace it."),
  "body-too-large": row(413, "PayloadTooLarge", "The request body is too large. The largest is 64 KiB."),
  "content-type-unsupported": row(415, "TypeNotSupported", "Send JSON: `Content-Type: application/json`."),
  "constraint-violation": row(
    422,
    "PropertyConstraintViolation",
    "A member of the request is unknown or of the wrong type.",
  ),
  "schedule-too-often": row(
    422,
    "PropertyConstraintViolation",
    "A schedule may make a backup once an hour at most. Choose fewer times.",
  ),
  "idempotency-key-reused": row(
    422,
    "PropertyConstraintViolation",
    "This Idempotency-Key was used with another request. Use a new one.",
  ),
  "daily-limit": row(429, "TooManyRequests", "No more backups today: the daily limit of your installation is reached."),
  "too-many-attempts": row(429, "TooManyRequests", "Too many tries. Wait, then try again."),
  "archive-damaged": row(
    500,
    "InternalServerError",
    "The archive of this backup is not as it was written, so nothing was taken out of it. Ask support.",
  ),
  internal: row(500, "InternalServerError", "Something went wrong on our side. It is logged; try again later."),
  "service-busy": retryable(503, "ServiceUnavailable", "The service is busy. Try again in a few seconds."),
  "answer-ambiguous": retryable(
    503,
    "ServiceUnavailable",
    "The service did not answer in time. Try again in a few seconds.",
  ),
  "identity-provider-unavailable": retryable(
    503,
    "ServiceUnavailable",
    "The identity provider of your installation does not answer as it should. Try again later; if it lasts, ask your administrators.",
  ),
  "tenant-database-unavailable": retryable(
    503,
    "ServiceUnavailable",
    "The database of your installation does not answer. Try again later; if it lasts, ask support.",
  ),
  "tenant-database-unsupported": row(
    503,
    "ServiceUnavailable",
    "The database of your installation lacks a table or column that backups need. Ask support.",
  ),
  ...BACKUP_FAILURES,
} as const satisfies Record<string, FailureRow>;

export type FailureCode = keyof typeof FAILURES;

const isFailureCode = (text: string): text is FailureCode => Object.hasOwn(FAILURES, text);

export const FAILURE_CODES: readonly FailureCode[] = Object.keys(FAILURES).filter(isFailureCode);

/** What is known about a code: status, name, text, whether a retry can help. */
export const failureRow = (code: FailureCode): FailureRow => FAILURES[code];

/** Facts for the answer's `details`, the log and the audit: never a secret. */
export type FailureDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** The one error class. Anything thrown that is not a `Failure` is a bug, and is shown as an opaque 500. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly details: FailureDetails;

  constructor(code: FailureCode, details: FailureDetails = {}, cause?: unknown) {
    super(FAILURES[code].message, cause === undefined ? undefined : { cause });
    this.name = "Failure";
    this.code = code;
    this.details = details;
  }

  get isRetryable(): boolean {
    return FAILURES[this.code].isRetryable;
  }
}

export const isFailure = (error: unknown, ...codes: FailureCode[]): error is Failure =>
  error instanceof Failure && (codes.length === 0 || codes.includes(error.code));
