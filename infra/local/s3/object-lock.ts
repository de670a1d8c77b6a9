import { type Bucket, findDocument } from "./buckets.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { type ObjectLock, type ObjectVersion, unlocked } from "./versions.ts";
import { childText, expectOnly, onlyChild, parseXml } from "./xml-parse.ts";

type LockMode = NonNullable<ObjectLock["mode"]>;

export interface DefaultRetention {
  readonly mode: LockMode;
  readonly days: number;
}

/** The lock that a new version gets: by the request's headers, else by the bucket's default. */
export function readLock(request: S3Request, bucket: Bucket, store: Store): ObjectLock {
  const [mode, until, hold] = ["mode", "retain-until-date", "legal-hold"].map((name) =>
    request.header(`x-amz-object-lock-${name}`),
  );
  const isAsked = mode !== undefined || until !== undefined || hold !== undefined;
  if (!bucket.hasLock) {
    if (isAsked) throw missingLock();
    return unlocked;
  }
  if ((mode === undefined) !== (until === undefined)) {
    throw s3Error(
      "InvalidArgument",
      "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
    );
  }
  const hasHold = hold === undefined ? false : readHold(hold);
  if (until !== undefined) return { mode: readMode(mode), retainUntilMs: readUntil(until, store), hasHold };
  const byDefault = defaultRetention(store, bucket.name);
  if (byDefault === undefined) return { ...unlocked, hasHold };
  return { mode: byDefault.mode, retainUntilMs: store.nowMs() + byDefault.days * 86_400_000, hasHold };
}

export const missingLock = () => s3Error("InvalidRequest", "Bucket is missing Object Lock Configuration");

export function readMode(text: string | undefined): LockMode {
  if (text === "GOVERNANCE" || text === "COMPLIANCE") return text;
  throw s3Error("InvalidArgument", "Unknown wormMode directive.");
}

export function readHold(text: string | undefined): boolean {
  if (text !== "ON" && text !== "OFF") throw s3Error("InvalidArgument", "Legal Hold must be either of 'ON' or 'OFF'");
  return text === "ON";
}

export function readUntil(text: string | undefined, store: Store): number {
  const ms = Date.parse(text ?? "");
  if (Number.isNaN(ms)) throw s3Error("InvalidArgument", "The retain until date must be provided in ISO 8601 format");
  if (ms <= store.nowMs()) throw s3Error("InvalidArgument", "The retain until date must be in the future!");
  return ms;
}

/** @throws AccessDenied while a hold or a retention stands; governance gives way to who may bypass it and says so */
export function requireDeletable(store: Store, version: ObjectVersion, hasBypass: boolean): void {
  const { mode, retainUntilMs, hasHold } = version.lock;
  const isRetained = mode !== undefined && (retainUntilMs ?? 0) > store.nowMs();
  if (hasHold || (isRetained && !(mode === "GOVERNANCE" && hasBypass))) {
    throw s3Error("AccessDenied", "Access Denied because object protected by object lock.");
  }
}

export const asksBypass = (request: S3Request): boolean =>
  request.header("x-amz-bypass-governance-retention") === "true";

export const lockHeaders = ({ mode, retainUntilMs, hasHold }: ObjectLock): Record<string, string | undefined> => ({
  "x-amz-object-lock-mode": mode,
  "x-amz-object-lock-retain-until-date":
    retainUntilMs === undefined ? undefined : new Date(retainUntilMs).toISOString(),
  "x-amz-object-lock-legal-hold": hasHold ? "ON" : undefined,
});

function defaultRetention(store: Store, bucket: string): DefaultRetention | undefined {
  const document = findDocument(store, bucket, "objectLock");
  return document === undefined ? undefined : parseLockConfiguration(document);
}

export function parseLockConfiguration(document: string): DefaultRetention | undefined {
  const root = parseXml(document, "ObjectLockConfiguration");
  expectOnly(root, ["ObjectLockEnabled", "Rule"]);
  if (childText(root, "ObjectLockEnabled") !== "Enabled") throw s3Error("MalformedXML");
  const rule = onlyChild(root, "Rule");
  if (rule === undefined) return undefined;
  const retention = onlyChild(rule, "DefaultRetention");
  if (retention === undefined) throw s3Error("MalformedXML");
  expectOnly(retention, ["Mode", "Days", "Years"]);
  const [days, years] = [childText(retention, "Days"), childText(retention, "Years")];
  const count = Number(days ?? years);
  if ((days === undefined) === (years === undefined) || !Number.isInteger(count)) throw s3Error("MalformedXML");
  if (count < 1) throw s3Error("InvalidArgument", "Default retention period must be a positive integer value.");
  return { mode: readMode(childText(retention, "Mode")), days: years === undefined ? count : count * 365 };
}
