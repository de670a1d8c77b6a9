import type { Permission } from "./authorize.ts";
import { readCopySource } from "./copy-source.ts";
import { type Operation, operations } from "./operations.ts";
import type { S3Address } from "./s3-address.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Request } from "./s3-request.ts";

/** The operation that a request means, and nothing about whether it may. */
export function findOperation(
  method: string,
  address: S3Address,
  headers: ReadonlyMap<string, string>,
): Operation | undefined {
  const on = address.bucket === "" ? "service" : address.key === "" ? "bucket" : "object";
  const has = (mark: string) => headers.has(mark) || address.query.some(([name]) => name === mark);
  return operations
    .filter((operation) => operation.method === method && operation.on === on && operation.marks.every(has))
    .toSorted((a, b) => b.marks.length - a.marks.length)[0];
}

/** A parameter or header that asks for something this server does not do is refused: ignoring it would be a lie. */
export function refuseUnknown(operation: Operation, address: S3Address, headers: ReadonlyMap<string, string>): void {
  const isKnown = (name: string) =>
    operation.marks.includes(name) ||
    operation.takes.includes(name) ||
    name === "x-id" ||
    name.startsWith("X-Amz-") ||
    (name.startsWith("x-amz-") && knownHeaders.has(name));
  const parameter = address.query.find(([name]) => !isKnown(name));
  if (parameter !== undefined)
    throw s3Error("NotImplemented", `The parameter ${parameter[0]} is not implemented for ${operation.name}.`);
  for (const [name, value] of headers) {
    if (!name.startsWith("x-amz-") || name.startsWith("x-amz-meta-") || knownHeaders.has(name)) continue;
    if (name === "x-amz-acl" && value === "bucket-owner-full-control") continue;
    if (name === "x-amz-acl") throw s3Error("AccessControlListNotSupported");
    throw s3Error("NotImplemented", `The header ${name} is not implemented.`);
  }
}

const knownHeaders: ReadonlySet<string> = new Set(
  `content-sha256 date decoded-content-length security-token trailer user-agent
  sdk-checksum-algorithm checksum-algorithm checksum-type checksum-mode
  checksum-crc32 checksum-crc32c checksum-crc64nvme checksum-sha1 checksum-sha256
  mp-object-size storage-class tagging tagging-directive metadata-directive
  copy-source copy-source-range copy-source-if-match copy-source-if-none-match
  copy-source-if-modified-since copy-source-if-unmodified-since
  server-side-encryption server-side-encryption-aws-kms-key-id
  server-side-encryption-context server-side-encryption-bucket-key-enabled
  object-lock-mode object-lock-retain-until-date object-lock-legal-hold
  bypass-governance-retention bucket-object-lock-enabled
  expected-bucket-owner source-expected-bucket-owner`
    .split(/\s+/u)
    .map((name) => `x-amz-${name}`),
);

/** What a policy must not deny for the request to pass: its own action, and what its headers ask for beside. */
export function permissionsOf(operation: Operation, request: S3Request): readonly Permission[] {
  const { bucket, key } = request;
  const action =
    request.query("versionId") === undefined ? operation.action : (operation.versionAction ?? operation.action);
  const needed: Permission[] = operation.on === "service" || action === "s3:" ? [] : [{ action, bucket, key }];
  const also = (header: string, extra: string) => {
    if (request.header(header) !== undefined) needed.push({ action: extra, bucket, key });
  };
  also("x-amz-tagging", "s3:PutObjectTagging");
  also("x-amz-object-lock-mode", "s3:PutObjectRetention");
  also("x-amz-object-lock-legal-hold", "s3:PutObjectLegalHold");
  if (operation.on === "object") also("x-amz-bypass-governance-retention", "s3:BypassGovernanceRetention");
  if (request.header("x-amz-copy-source") !== undefined) {
    const source = readCopySource(request.header("x-amz-copy-source"));
    const read = source.versionId === undefined ? "s3:GetObject" : "s3:GetObjectVersion";
    needed.push({ action: read, bucket: source.bucket, key: source.key });
  }
  return needed;
}
