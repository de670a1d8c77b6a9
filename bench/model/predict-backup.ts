import { DEFAULT_SIZES } from "../../functions/domain/backup/build-sizes.ts";
import { type PredictedWork, predictWork } from "./predict-requests.ts";
import { PRICES } from "./prices.ts";
import { requestCount, s3Price } from "./s3-classes.ts";
import type { TenantShape } from "./tenant-shape.ts";

/**
 * What time on AWS is worked out with. None of it was measured there: the first three are from AWS's own documents or
 * from others' measurements, the rest are what the parts need on a machine like the bench's.
 */
const ASSUMPTIONS = {
  /** A function's network, each way, whatever its memory. */
  networkBytesPerSecond: 70e6,
  /** Until the first byte of an answer. */
  requestSeconds: 0.03,
  /** A copy of one part: so long, and so much longer for each GiB. */
  copySeconds: 0.2,
  copySecondsPerGib: 4,
  /** Plain bytes of a database that one pg_dump with gzip 1 goes through. */
  dumpBytesPerSecond: 60e6,
  /** One processor, CRC-32 and SHA-256 of each entry. */
  packBytesPerSecond: 400e6,
  /** Entries through inventory, layout, list and central directory. */
  entriesPerSecond: 50_000,
  memoryGib: 1.73,
  /** How much smaller a dump is than the rows in it. */
  dumpRatio: 0.2,
} as const;

export interface PredictedBackup {
  readonly seconds: number;
  readonly functionSeconds: number;
  readonly s3Requests: number;
  /** US dollars. */
  readonly lambda: number;
  readonly s3: number;
  readonly other: number;
  readonly total: number;
  /** US dollars a month for keeping the archive. */
  readonly keeping: number;
  /** The dump alone takes longer than a function may: it becomes a container task. */
  readonly needsTask: boolean;
}

/** A function is stopped after 15 minutes; the dump is not begun if it needs more than 12. */
const dumpSecondsMax = 12 * 60;

export function predictBackup(shape: TenantShape, workers: number): PredictedBackup {
  const work = predictWork(shape, workers);
  const entries = shape.attachments + 1;
  const a = ASSUMPTIONS;
  const dump = shape.dumpBytes / a.dumpRatio / a.dumpBytesPerSecond;
  const list = (work.requests["ListObjectsV2"] ?? 0) * a.requestSeconds;
  const layout = entries / a.entriesPerSecond;
  const pack = packSeconds(work);
  const seal = (2 * entries) / a.entriesPerSecond + 20 * a.requestSeconds;
  const single = dump + list + layout + seal;
  const functionSeconds = single + pack;
  const rows = work.parts + 20;
  const lambda = functionSeconds * a.memoryGib * PRICES.lambdaGbSecond + (workers + 3) * PRICES.lambdaRequest;
  const s3 = s3Price(work.requests);
  const other = rows * 4 * PRICES.dynamoWriteUnit + 50 * PRICES.sqsRequest + PRICES.kmsSignature + PRICES.secretRequest;
  return {
    seconds: single + pack / workers,
    functionSeconds,
    s3Requests: requestCount(work.requests),
    lambda,
    s3,
    other,
    total: lambda + s3 + other,
    keeping: ((shape.attachmentBytes + shape.dumpBytes) / 1024 ** 3) * PRICES.s3GibMonth,
    needsTask: dump > dumpSecondsMax,
  };
}

/** Of all workers together: whatever of network, processor and waiting takes longest; copies wait beside it. */
function packSeconds(work: PredictedWork): number {
  const a = ASSUMPTIONS;
  const { readsAtOnce } = DEFAULT_SIZES.limits;
  const { partsAtOnce, copiesAtOnce } = DEFAULT_SIZES;
  const network = Math.max(work.bytesIn, work.bytesOut) / a.networkBytesPerSecond;
  const processor = work.bytesIn / a.packBytesPerSecond;
  const waiting =
    ((work.requests["GetObject"] ?? 0) / readsAtOnce + (work.requests["UploadPart"] ?? 0)) *
    (a.requestSeconds / partsAtOnce);
  const copying = (work.copies * a.copySeconds + (work.bytesCopied / 1024 ** 3) * a.copySecondsPerGib) / copiesAtOnce;
  return Math.max(network, processor, waiting, copying);
}
