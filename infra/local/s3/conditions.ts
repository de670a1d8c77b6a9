import { s3Error } from "./s3-error.ts";
import type { S3Request } from "./s3-request.ts";
import type { ObjectVersion } from "./versions.ts";

/**
 * Conditions of a write, asked again inside the transaction that publishes: of writers that race, one wins. @throws
 * PreconditionFailed; NoSuchKey for If-Match where there is nothing; NotImplemented for what S3 does not know either
 */
export function checkWriteConditions(request: S3Request, current: ObjectVersion | undefined): void {
  const [ifMatch, ifNoneMatch] = [request.header("if-match"), request.header("if-none-match")];
  const existing = current?.isDeleteMarker === true ? undefined : current;
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== "*" || ifMatch !== undefined) {
      throw s3Error("NotImplemented", "A header you provided implies functionality that is not implemented");
    }
    if (existing !== undefined) throw preconditionFailed("If-None-Match");
  }
  if (ifMatch !== undefined) {
    if (existing === undefined) throw s3Error("NoSuchKey", undefined, { Key: request.key });
    if (!matches(ifMatch, existing.etag)) throw preconditionFailed("If-Match");
  }
}

/** Conditions of a read, in the order that RFC 9110 gives them. Returns whether to answer 304. */
export function isNotModified(request: S3Request, version: ObjectVersion): boolean {
  const read = (name: string) => request.header(name);
  const secondsModified = Math.floor(version.modifiedMs / 1000);
  const isAfter = (date: string) => secondsModified > Math.floor(Date.parse(date) / 1000);
  const [ifMatch, unmodifiedSince] = [read("if-match"), read("if-unmodified-since")];
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, version.etag)) throw preconditionFailed("If-Match");
  } else if (unmodifiedSince !== undefined && isAfter(unmodifiedSince)) {
    throw preconditionFailed("If-Unmodified-Since");
  }
  const [ifNoneMatch, modifiedSince] = [read("if-none-match"), read("if-modified-since")];
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, version.etag);
  return modifiedSince !== undefined && !isAfter(modifiedSince) && !Number.isNaN(Date.parse(modifiedSince));
}

/** Conditions on the source of a copy; where one does not hold, the copy is refused, never a 304. */
export function checkCopyConditions(request: S3Request, source: ObjectVersion): void {
  const read = (name: string) => request.header(`x-amz-copy-source-${name}`);
  const secondsModified = Math.floor(source.modifiedMs / 1000);
  const isAfter = (date: string) => secondsModified > Math.floor(Date.parse(date) / 1000);
  const [ifMatch, ifNoneMatch] = [read("if-match"), read("if-none-match")];
  const [unmodifiedSince, modifiedSince] = [read("if-unmodified-since"), read("if-modified-since")];
  if (ifMatch !== undefined && !matches(ifMatch, source.etag)) throw preconditionFailed("x-amz-copy-source-If-Match");
  if (ifNoneMatch !== undefined && matches(ifNoneMatch, source.etag)) {
    throw preconditionFailed("x-amz-copy-source-If-None-Match");
  }
  if (ifMatch === undefined && unmodifiedSince !== undefined && isAfter(unmodifiedSince)) {
    throw preconditionFailed("x-amz-copy-source-If-Unmodified-Since");
  }
  if (ifNoneMatch === undefined && modifiedSince !== undefined && !isAfter(modifiedSince)) {
    throw preconditionFailed("x-amz-copy-source-If-Modified-Since");
  }
}

const matches = (header: string, etag: string): boolean =>
  header
    .split(",")
    .some((given) => given.trim() === "*" || given.trim().replace(/^W\//u, "").replaceAll('"', "") === etag);

const preconditionFailed = (condition: string) => s3Error("PreconditionFailed", undefined, { Condition: condition });
