import { type Bucket, requireBucket } from "./buckets.ts";
import { checkWriteConditions } from "./conditions.ts";
import { asksBypass, requireDeletable } from "./object-lock.ts";
import { readDocument, requireDigest } from "./read-document.ts";
import { isS3Error, s3Error } from "./s3-error.ts";
import type { S3Answer, S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { addVersion, findLatest, findVersion, removeVersion, unlocked } from "./versions.ts";
import { childrenNamed, childText, expectOnly, parseXml } from "./xml-parse.ts";
import { renderXml } from "./xml-render.ts";

interface Deletion {
  readonly key: string;
  readonly versionId: string | undefined;
}

interface Deleted {
  /** Of the delete marker that was made or removed, else of the version that was removed. */
  readonly versionId: string | undefined;
  readonly isMarker: boolean;
}

export function deleteObject(request: S3Request, store: Store): S3Answer {
  const bucket = requireBucket(store, request.bucket);
  const versionId = request.query("versionId");
  if (request.header("if-match") !== undefined) {
    if (versionId !== undefined) throw s3Error("NotImplemented");
    checkWriteConditions(request, findLatest(store, bucket.name, request.key));
  }
  const deleted = deleteOne(store, bucket, { key: request.key, versionId }, asksBypass(request));
  return {
    status: 204,
    headers: {
      "x-amz-version-id": deleted.versionId,
      "x-amz-delete-marker": deleted.isMarker ? "true" : undefined,
    },
  };
}

/** With a version id the version goes for good, if no lock stands; without one a delete marker hides what is there. */
function deleteOne(store: Store, bucket: Bucket, { key, versionId }: Deletion, hasBypass: boolean): Deleted {
  const { result, freed } = store.atomically((): { result: Deleted; freed: readonly string[] } => {
    const isPlain = bucket.versioning === "" && (versionId === undefined || versionId === "null");
    if (versionId !== undefined || isPlain) {
      const version = findVersion(store, bucket.name, key, versionId ?? "null");
      const told = isPlain ? undefined : versionId;
      if (version === undefined) return { result: { versionId: told, isMarker: false }, freed: [] };
      if (!version.isDeleteMarker) requireDeletable(store, version, hasBypass);
      return { result: { versionId: told, isMarker: version.isDeleteMarker }, freed: removeVersion(store, version) };
    }
    const { version, freed } = addVersion(store, {
      bucket: bucket.name,
      key,
      isDeleteMarker: true,
      sizeBytes: 0,
      etag: "",
      body: 0,
      traits: { headers: {}, metadata: {}, storageClass: "STANDARD", encryption: { algorithm: "AES256" } },
      tags: {},
      lock: unlocked,
    });
    return { result: { versionId: version.versionId, isMarker: true }, freed };
  });
  store.blobs.discard(freed);
  return result;
}

const deletionsMax = 1000;

/** @param mayDelete asked for each of them: a policy may refuse one and let another pass */
export async function deleteObjects(
  request: S3Request,
  store: Store,
  mayDelete: (deletion: Deletion) => boolean,
): Promise<S3Answer> {
  const bucket = requireBucket(store, request.bucket);
  requireDigest(request);
  const { deletions, isQuiet } = parseDeletions(await readDocument(request));
  const outcomes = deletions.map((deletion) => {
    try {
      if (!mayDelete(deletion)) throw s3Error("AccessDenied");
      return { deletion, deleted: deleteOne(store, bucket, deletion, asksBypass(request)) };
    } catch (error) {
      if (isS3Error(error)) return { deletion, error };
      throw error;
    }
  });
  const document = renderXml("DeleteResult", {
    Deleted: outcomes.flatMap(({ deletion, deleted }) => {
      if (deleted === undefined || isQuiet) return [];
      const marker = deleted.isMarker ? { DeleteMarker: true, DeleteMarkerVersionId: deleted.versionId } : {};
      return [{ Key: deletion.key, VersionId: deletion.versionId, ...marker }];
    }),
    Error: outcomes.flatMap(({ deletion, error }) =>
      error === undefined
        ? []
        : [{ Key: deletion.key, VersionId: deletion.versionId, Code: error.s3Code, Message: error.message }],
    ),
  });
  return { status: 200, document };
}

function parseDeletions(document: string): { deletions: readonly Deletion[]; isQuiet: boolean } {
  const root = parseXml(document, "Delete");
  expectOnly(root, ["Object", "Quiet"]);
  const deletions = childrenNamed(root, "Object").map((element) => {
    const isConditional = element.children.some(({ name }) => name !== "Key" && name !== "VersionId");
    if (isConditional) throw s3Error("NotImplemented", "Conditional deletions in DeleteObjects are not implemented");
    const key = childText(element, "Key");
    if (key === undefined || key === "") throw s3Error("MalformedXML");
    return { key, versionId: childText(element, "VersionId") };
  });
  if (deletions.length === 0 || deletions.length > deletionsMax) throw s3Error("MalformedXML");
  return { deletions, isQuiet: childText(root, "Quiet") === "true" };
}
