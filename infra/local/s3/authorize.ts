import { type PolicyStatement, parsePolicy } from "./bucket-policy.ts";
import { findDocument } from "./buckets.ts";
import { holds, matchesPattern } from "./policy-conditions.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";

/** What a request wants to do, in the words of a policy; an operation may need several. */
export interface Permission {
  readonly action: string;
  readonly bucket: string;
  /** Empty for what concerns the bucket. */
  readonly key: string;
}

/**
 * Whoever signed belongs to the account and may do everything: only a Deny of the bucket's policy counts. The account
 * itself keeps the way back: it can always read, replace and delete the policy.
 */
export function mayDo(request: S3Request, store: Store, { action, bucket, key }: Permission): boolean {
  const document = findDocument(store, bucket, "policy");
  if (document === undefined) return true;
  const isOwner = request.caller.principalArn === undefined;
  if (isOwner && /^s3:(?:Get|Put|Delete)BucketPolicy$/u.test(action)) return true;
  const facts = factsOf(request, store);
  const resource = key === "" ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`;
  return !parsePolicy(document, bucket).some(
    (statement) =>
      statement.Effect === "Deny" &&
      namesPrincipal(statement, facts.get("aws:principalarn") ?? "", store.accountId) &&
      covers(statement, action, resource) &&
      holds(statement.Condition ?? {}, facts),
  );
}

export function requirePermissions(request: S3Request, store: Store, permissions: readonly Permission[]): void {
  if (!permissions.every((permission) => mayDo(request, store, permission))) {
    throw s3Error("AccessDenied", "Access Denied: an explicit deny in the bucket's policy");
  }
}

function namesPrincipal({ Principal }: PolicyStatement, arn: string, accountId: string): boolean {
  const account = [accountId, `arn:aws:iam::${accountId}:root`];
  return (Principal?.accounts ?? []).some((named) => named === "*" || named === arn || account.includes(named));
}

function covers(statement: PolicyStatement, action: string, resource: string): boolean {
  const isAction =
    statement.Action === undefined ? !named(statement.NotAction, action) : named(statement.Action, action);
  const isResource =
    statement.Resource === undefined ? !named(statement.NotResource, resource) : named(statement.Resource, resource);
  return isAction && isResource;
}

const named = (patterns: readonly string[] | undefined, text: string): boolean =>
  (patterns ?? []).some((pattern) => matchesPattern(pattern, text));

function factsOf(request: S3Request, store: Store): ReadonlyMap<string, string> {
  const { caller } = request;
  const headers = [...request.headers]
    .filter(([name]) => name.startsWith("x-amz-"))
    .map(([name, value]) => [`s3:${name}`, value] as const);
  const optional = [
    ["s3:prefix", request.query("prefix")],
    ["s3:delimiter", request.query("delimiter")],
    ["s3:max-keys", request.query("max-keys")],
    ["s3:versionid", request.query("versionId")],
    ["s3:object-lock-mode", request.header("x-amz-object-lock-mode")],
    ["s3:object-lock-legal-hold", request.header("x-amz-object-lock-legal-hold")],
    ["s3:tlsversion", store.isTls ? "1.3" : undefined],
  ] as const;
  return new Map([
    ...headers,
    ...optional.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    ["aws:principalarn", caller.principalArn ?? `arn:aws:iam::${store.accountId}:root`],
    ["aws:securetransport", String(store.isTls)],
    ["s3:authtype", caller.authType],
    ["s3:signatureage", String(caller.signatureAgeMs)],
    ["s3:signatureversion", "AWS4-HMAC-SHA256"],
  ]);
}
