import { partBytesAt } from "../../functions/adapters/s3/cut-into-parts.ts";
import { REMEMBERED_BYTES_MAX } from "../../functions/adapters/s3/remember-small-objects.ts";
import { ARCHIVE_LIMITS } from "../../functions/domain/archive/archive-limits.ts";
import { frugalPlans, type PartPlan, planParts } from "../../functions/domain/archive/plan-parts.ts";
import type { S3Requests } from "./s3-classes.ts";
import type { TenantShape } from "./tenant-shape.ts";

/** What one backup asks of S3, and what passes through its workers. */
export interface PredictedWork {
  readonly requests: S3Requests;
  readonly parts: number;
  /** Read by workers out of the store, and sent there. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Copied by the store itself. */
  readonly copies: number;
  readonly bytesCopied: number;
}

/** Lines of an inventory, of a part index and of a central directory, about. */
const inventoryLineBytes = 415;
const partLineBytes = 384;
const listLineBytes = 420;
const listedPerRequest = 1_000;
/** Of an archive's end, when it is read back. */
const windowBytes = 1024 ** 2;
/** How often the inventory is read from its first line to its last: by the layout, and by the seal. */
const readsOfInventory = 5;

/**
 * Works out the requests of a backup from the layout's own limits, without laying anything out. Known to be off where
 * entries fall differently than on average; the bench says by how much. Each of `workers` is a process of its own.
 */
export function predictWork(shape: TenantShape, workers: number): PredictedWork {
  const sure = planParts({ entries: shape.attachments + 1, bytes: shape.attachmentBytes + shape.dumpBytes });
  const frugal = [...frugalPlans(sure, ARCHIVE_LIMITS)].map((plan) => workBy(plan, shape, workers));
  return frugal.find(({ parts }) => parts <= ARCHIVE_LIMITS.partsMax) ?? workBy(sure, shape, workers);
}

function workBy(plan: PartPlan, shape: TenantShape, workers: number): PredictedWork {
  const entries = shape.attachments + 1;
  const dump = bodyOf(shape.dumpBytes, plan);
  const dumpUploads = streamParts(shape.dumpBytes);
  const inventoryBytes = entries * inventoryLineBytes;
  const from = shape.changed ? reusedParts(shape, plan) : freshParts(shape, plan);
  const heads = from.heads + dump.heads;
  const copies = from.copies + dump.bodies;
  const built = from.packed + heads;
  const parts = built + copies;
  const tailBytes = entries * listLineBytes;
  const smallUploads = [inventoryBytes, parts * partLineBytes].map(streamParts);
  const uploads = [dumpUploads, ...smallUploads].filter((count) => count > 1);
  return {
    parts,
    copies,
    bytesIn: from.bytesRead + heads * ARCHIVE_LIMITS.partBytesMin + inventoryBytes * 5 + tailBytes,
    bytesOut: shape.dumpBytes + from.bytesRead + heads * ARCHIVE_LIMITS.partBytesMin + inventoryBytes + tailBytes,
    bytesCopied: from.bytesCopied + dump.bytes,
    requests: {
      ListObjectsV2: Math.max(1, Math.ceil(shape.attachments / listedPerRequest)),
      GetObject:
        from.reads +
        heads +
        (dump.heads === 0 ? 1 : 0) +
        readsOfSteps(inventoryBytes, built, Math.min(workers, Math.max(1, parts))) +
        // The end of the archive, what of its directory does not fit in there, and the dump's table of contents.
        Math.ceil(tailBytes / windowBytes) +
        1,
      PutObject: 3 - uploads.length,
      CreateMultipartUpload: 1 + uploads.length,
      UploadPart:
        built + Math.max(1, Math.ceil(tailBytes / ARCHIVE_LIMITS.partBytes)) + uploads.reduce((a, b) => a + b, 0),
      UploadPartCopy: copies,
      ListParts: Math.max(1, Math.ceil(parts / listedPerRequest)),
      CompleteMultipartUpload: 1 + uploads.length,
      PutObjectRetention: 1,
    },
  };
}

/** Parts of what is written without knowing how long it will be. */
function streamParts(bytes: number): number {
  let parts = 1;
  let sent = partBytesAt(parts, ARCHIVE_LIMITS.partBytes);
  while (sent < bytes) {
    parts += 1;
    sent += partBytesAt(parts, ARCHIVE_LIMITS.partBytes);
  }
  return parts;
}

/**
 * A small inventory is in the memory of the process that wrote it; each of the others asks for its part index, and for
 * the lines of each part that it builds. A larger one is asked for by every step.
 */
function readsOfSteps(inventoryBytes: number, built: number, workers: number): number {
  if (inventoryBytes > REMEMBERED_BYTES_MAX) return readsOfInventory + built + workers;
  return workers - 1 + Math.round((built * (workers - 1)) / workers);
}

interface FromSources {
  readonly packed: number;
  readonly heads: number;
  readonly copies: number;
  readonly reads: number;
  readonly bytesRead: number;
  readonly bytesCopied: number;
}

/** Everything out of the attachments. A head takes what stands open before it, half a part on average. */
function freshParts(shape: TenantShape, plan: PartPlan): FromSources {
  const { targetBytes } = plan;
  const ordinary = shape.attachments - shape.bigAttachments;
  const ordinaryBytes = shape.attachmentBytes - shape.bigBytes;
  const each = bodyOf(shape.bigBytes / Math.max(1, shape.bigAttachments), plan);
  const heads = shape.bigAttachments * each.heads;
  const whole = each.heads === 0 ? shape.bigBytes : 0;
  const mean = ordinaryBytes / Math.max(1, ordinary);
  const packedBytes = Math.max(0, ordinaryBytes + whole - (heads * targetBytes) / 2);
  return {
    packed: Math.floor(packedBytes / (targetBytes + mean)),
    heads,
    copies: shape.bigAttachments * each.bodies,
    reads: ordinary + (each.heads === 0 ? shape.bigAttachments : 0),
    bytesRead: ordinaryBytes + whole,
    bytesCopied: shape.bigAttachments * each.bytes,
  };
}

/** Runs between what was deleted are copied out of the archive before; what is new comes behind them. */
function reusedParts({ changed, attachmentBytes }: TenantShape, plan: PartPlan): FromSources {
  const { added, addedBytes, deleted } = changed ?? { added: 0, addedBytes: 0, deleted: 0 };
  const kept = attachmentBytes;
  const runs = deleted + 1;
  return {
    packed: Math.floor(addedBytes / plan.targetBytes),
    heads: 0,
    copies: runs * Math.max(1, Math.ceil(kept / runs / plan.reusedPartBytes)),
    reads: added + 1,
    bytesRead: addedBytes,
    bytesCopied: kept,
  };
}

/** How an entry is spread, if it is big enough for that. */
function bodyOf(bytes: number, plan: PartPlan) {
  if (bytes < plan.bigEntryBytes || bytes < 2 * plan.partBytesMin) return { heads: 0, bodies: 0, bytes: 0 };
  const bodyBytes = bytes - plan.partBytesMin;
  return { heads: 1, bodies: Math.max(1, Math.floor(bodyBytes / plan.bodyPartBytes)), bytes: bodyBytes };
}
