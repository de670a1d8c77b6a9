import { requireBucket } from "./buckets.ts";
import { asksBypass, missingLock, readHold, readMode, readUntil } from "./object-lock.ts";
import { readDocument, requireDigest } from "./read-document.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Answer, S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { parseTagging, renderTags } from "./tags.ts";
import { type ObjectVersion, requireVersion, versionIdHeader } from "./versions.ts";
import { childText, expectOnly, parseXml } from "./xml-parse.ts";
import { renderXml } from "./xml-render.ts";

/** What can change on a version after it was written, none of it touching the body: tags, retention, legal hold. */
export function getObjectTagging(request: S3Request, store: Store): S3Answer {
  const version = named(request, store);
  return { status: 200, headers: shown(store, version), document: renderXml("Tagging", renderTags(version.tags)) };
}

export async function putObjectTagging(request: S3Request, store: Store): Promise<S3Answer> {
  const tags = JSON.stringify(parseTagging(await readDocument(request)));
  const version = named(request, store);
  void store.sql.run`UPDATE version SET tags = ${tags} WHERE seq = ${version.seq}`;
  return { status: 200, headers: shown(store, version) };
}

export function deleteObjectTagging(request: S3Request, store: Store): S3Answer {
  const version = named(request, store);
  void store.sql.run`UPDATE version SET tags = '{}' WHERE seq = ${version.seq}`;
  return { status: 204, headers: shown(store, version) };
}

export function getObjectRetention(request: S3Request, store: Store): S3Answer {
  const { mode, retainUntilMs } = locked(request, store).lock;
  if (mode === undefined || retainUntilMs === undefined) throw s3Error("NoSuchObjectLockConfiguration");
  const RetainUntilDate = new Date(retainUntilMs).toISOString();
  return { status: 200, document: renderXml("Retention", { Mode: mode, RetainUntilDate }) };
}

/** Compliance can only be made longer; governance can be made weaker by who may bypass it and says so. */
export async function putObjectRetention(request: S3Request, store: Store): Promise<S3Answer> {
  requireDigest(request);
  const root = parseXml(await readDocument(request), "Retention");
  expectOnly(root, ["Mode", "RetainUntilDate"]);
  const version = locked(request, store);
  const isRemoval = root.children.length === 0;
  const mode = isRemoval ? undefined : readMode(childText(root, "Mode"));
  const untilMs = isRemoval ? undefined : readUntil(childText(root, "RetainUntilDate"), store);
  const { lock } = version;
  const isStanding = lock.mode !== undefined && (lock.retainUntilMs ?? 0) > store.nowMs();
  const isWeaker = untilMs === undefined || untilMs < (lock.retainUntilMs ?? 0) || mode !== lock.mode;
  const isStricter = lock.mode === "GOVERNANCE" && mode === "COMPLIANCE" && (untilMs ?? 0) >= (lock.retainUntilMs ?? 0);
  const mayWeaken = lock.mode === "GOVERNANCE" && asksBypass(request);
  if (isStanding && isWeaker && !isStricter && !mayWeaken) {
    throw s3Error("AccessDenied", "Access Denied because object protected by object lock.");
  }
  void store.sql
    .run`UPDATE version SET lock_mode = ${mode ?? null}, retain_until_ms = ${untilMs ?? null} WHERE seq = ${version.seq}`;
  return { status: 200 };
}

export function getObjectLegalHold(request: S3Request, store: Store): S3Answer {
  const { hasHold } = locked(request, store).lock;
  return { status: 200, document: renderXml("LegalHold", { Status: hasHold ? "ON" : "OFF" }) };
}

export async function putObjectLegalHold(request: S3Request, store: Store): Promise<S3Answer> {
  requireDigest(request);
  const root = parseXml(await readDocument(request), "LegalHold");
  expectOnly(root, ["Status"]);
  const hasHold = readHold(childText(root, "Status"));
  const version = locked(request, store);
  void store.sql.run`UPDATE version SET has_hold = ${Number(hasHold)} WHERE seq = ${version.seq}`;
  return { status: 200 };
}

const named = (request: S3Request, store: Store): ObjectVersion =>
  requireVersion(store, request.bucket, request.key, request.query("versionId"));

function locked(request: S3Request, store: Store): ObjectVersion {
  if (!requireBucket(store, request.bucket).hasLock) throw missingLock();
  return named(request, store);
}

const shown = (store: Store, version: ObjectVersion) => versionIdHeader(requireBucket(store, version.bucket), version);
