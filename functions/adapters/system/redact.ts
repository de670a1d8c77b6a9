/** What stands in the place of a secret. */
const REDACTED = "[redacted]";

/** Secrets that can be told by their form, wherever they stand in a text. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/(opb[kc]_)[\w-]+/g, `$1${REDACTED}`],
  [/(X-Amz-(?:Signature|Credential|Security-Token)(?:=|%3D))[^&\s"'<>]+/gi, `$1${REDACTED}`],
  [/\b((?:Basic|Bearer)\s+)[A-Za-z0-9+/=_.~-]{8,}/gi, `$1${REDACTED}`],
  // A scheme's length has an end here: without one, a long text of letters and dots takes the square of its length.
  [/(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]*:)[^\s/@]+@/gi, `$1${REDACTED}@`],
  [
    /(\b\w*(?:password|passwd|otp|token|secret|authorization|cookie)["']?\s*[=:]\s*["']?)[^\s"',;&}]+/gi,
    `$1${REDACTED}`,
  ],
];

/** Names of members whose values nobody may read, as the last word of a name in any style: `backupToken`, `set-cookie`. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  "password",
  "passwd",
  "otp",
  "code",
  "token",
  "secret",
  "authorization",
  "cookie",
]);

/** Words that say all of a name, wherever they stand: `secretKeyBase`, `passwordHash`. */
const TELLING_WORDS: ReadonlySet<string> = new Set(["password", "secret", "authorization", "cookie"]);

/** A number that a program or a service answered with is no secret: `statusCode`, `exitCode`. */
const PLAIN_CODES: ReadonlySet<string> = new Set(["status", "exit", "error", "failure"]);

export function redactText(text: string): string {
  return PATTERNS.reduce((safe, [pattern, replacement]) => safe.replaceAll(pattern, replacement), text);
}

/** A copy of a plain value without its secrets: by the names of members, and by form in every text. */
export function redact(value: unknown): unknown {
  if (typeof value === "string") return redactText(value);
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isSecretName(name) ? REDACTED : redact(member)]),
  );
}

function isSecretName(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const last = (words.at(-1) ?? "").replace(/s$/, "");
  if (last === "id") return false;
  if (last === "code" && PLAIN_CODES.has(words.at(-2) ?? "")) return false;
  return SECRET_WORDS.has(last) || words.some((word) => TELLING_WORDS.has(word));
}
