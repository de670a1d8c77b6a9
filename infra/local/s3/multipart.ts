import { randomBytes } from "node:crypto";
import { addBody } from "./bodies.ts";
import { readClaims } from "./body-claims.ts";
import { requireBucket } from "./buckets.ts";
import { type ChecksumAlgorithm, type ChecksumType, checksumHeader, readAlgorithm } from "./checksums.ts";
import { numberOf } from "./metadata.ts";
import { readLock } from "./object-lock.ts";
import { contextHeader, encryptionHeaders, readTraits } from "./object-traits.ts";
import { keepOrDiscard } from "./put-object.ts";
import { receiveBody } from "./receive-body.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Answer, S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { readTagsHeader } from "./tags.ts";
import { dropParts, putPart, requireUpload, type UploadPlan } from "./uploads.ts";
import { renderXml } from "./xml-render.ts";

export function createMultipartUpload(request: S3Request, store: Store): S3Answer {
  const bucket = requireBucket(store, request.bucket);
  const { algorithm, type, isAlgorithmNamed } = readChecksumPlan(request);
  const plan: UploadPlan = {
    traits: readTraits(request, store),
    tags: readTagsHeader(request.header("x-amz-tagging")),
    lock: readLock(request, bucket, store),
    algorithm,
    type,
    isAlgorithmNamed,
  };
  const id = randomBytes(48).toString("base64url");
  const last = store.sql.get`SELECT coalesce(max(seq), 0) AS seq FROM upload`;
  const seq = 1 + (last === undefined ? 0 : numberOf(last, "seq"));
  void store.sql.run`INSERT INTO upload (id, seq, bucket, key, initiated_ms, plan)
    VALUES (${id}, ${seq}, ${bucket.name}, ${request.key}, ${store.nowMs()}, ${JSON.stringify(plan)})`;
  return {
    status: 200,
    headers: {
      ...encryptionHeaders(plan.traits.encryption),
      ...contextHeader(plan.traits.encryption),
      ...(isAlgorithmNamed && { "x-amz-checksum-algorithm": algorithm, "x-amz-checksum-type": type }),
    },
    document: renderXml("InitiateMultipartUploadResult", { Bucket: bucket.name, Key: request.key, UploadId: id }),
  };
}

/** SHA algorithms cannot be combined, CRC64NVME has no composite form; the others are composite unless asked otherwise. */
function readChecksumPlan(request: S3Request): Pick<UploadPlan, "algorithm" | "type" | "isAlgorithmNamed"> {
  const named = request.header("x-amz-checksum-algorithm");
  const type = request.header("x-amz-checksum-type");
  if (type !== undefined && type !== "FULL_OBJECT" && type !== "COMPOSITE") {
    throw s3Error("InvalidRequest", "Value for x-amz-checksum-type header is invalid.");
  }
  if (named === undefined) {
    if (type !== undefined) {
      throw s3Error(
        "InvalidRequest",
        "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
      );
    }
    return { algorithm: "CRC64NVME", type: "FULL_OBJECT", isAlgorithmNamed: false };
  }
  const algorithm = readAlgorithm(named);
  const chosen = type ?? (algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE");
  if (!isPossible(algorithm, chosen)) {
    throw s3Error(
      "InvalidRequest",
      `The ${chosen} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, type: chosen, isAlgorithmNamed: true };
}

const isPossible = (algorithm: ChecksumAlgorithm, type: ChecksumType): boolean =>
  type === "COMPOSITE" ? algorithm !== "CRC64NVME" : !algorithm.startsWith("SHA");

export async function uploadPart(request: S3Request, store: Store): Promise<S3Answer> {
  const number = readPartNumber(request);
  requireBucket(store, request.bucket);
  const find = () => requireUpload(store, request.bucket, request.key, request.query("uploadId"));
  const { id, plan } = find();
  const { encryption } = plan.traits;
  checkPartAlgorithm(request, plan, store);
  const received = await receiveBody(request, store, { encryption, algorithm: plan.algorithm });
  const freed = keepOrDiscard(store, received.extents, () => {
    find(); // it may have ended while the bytes came in
    const { checksum, sizeBytes, etag } = received;
    const body = addBody(store, received.extents);
    return putPart(store, id, { number, sizeBytes, etag, checksum, isChecksumListed: plan.isAlgorithmNamed, body });
  });
  store.blobs.discard(freed);
  return {
    status: 200,
    headers: {
      etag: `"${received.etag}"`,
      ...encryptionHeaders(encryption),
      [checksumHeader(received.checksum.algorithm)]: received.checksum.value,
    },
  };
}

/** All parts have the algorithm of their upload; only those of a composite must bring the checksum along. */
function checkPartAlgorithm(request: S3Request, plan: UploadPlan, store: Store): void {
  const expected = plan.isAlgorithmNamed ? plan.algorithm : undefined;
  const actual = readClaims(request, store.limits.requestBytesMax).checksumAlgorithm;
  const isMissing = actual === undefined && expected !== undefined && plan.type === "COMPOSITE";
  if (isMissing || (actual !== undefined && actual !== plan.algorithm)) {
    const [wanted, sent] = [expected ?? "null", actual ?? "null"].map((name) => name.toLowerCase());
    throw s3Error(
      "InvalidRequest",
      `Checksum Type mismatch occurred, expected checksum Type: ${wanted}, actual checksum Type: ${sent}`,
    );
  }
}

const partNumberMax = 10_000;

export function readPartNumber(request: S3Request): number {
  const text = request.query("partNumber") ?? "";
  const number = Number(text);
  if (!/^\d{1,9}$/u.test(text) || number < 1 || number > partNumberMax) {
    throw s3Error("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive", {
      ArgumentName: "partNumber",
      ArgumentValue: text,
    });
  }
  return number;
}

export function abortMultipartUpload(request: S3Request, store: Store): S3Answer {
  requireBucket(store, request.bucket);
  const freed = store.atomically(() => {
    const { id } = requireUpload(store, request.bucket, request.key, request.query("uploadId"));
    void store.sql.run`DELETE FROM upload WHERE id = ${id}`;
    return dropParts(store, id);
  });
  store.blobs.discard(freed);
  return { status: 204 };
}
