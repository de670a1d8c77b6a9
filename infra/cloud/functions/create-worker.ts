import { RecursiveLoop } from "aws-cdk-lib/aws-lambda";
import { WORKER_TIMEOUT } from "../queues.ts";
import { CofferFunction } from "./coffer-function.ts";
import { mapQueue } from "./map-queue.ts";
import { archiveMaking, attachmentReading, manifestSigning, objectKeyUse, workObjects } from "./object-permissions.ts";
import { receiving, records, sending, tenantSecretPrefix, tenantSecrets } from "./permissions.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * A worker passes gigabytes on in pieces of some KiB. V8 would let its young objects grow to 64 MiB and glibc keep what was
 * freed: both for speed, of which nothing is lost without (docs/performance.md), and both the more, the larger a tenant is.
 */
const STEADY_MEMORY = {
  NODE_OPTIONS: "--enable-source-maps --max-semi-space-size=2",
  MALLOC_ARENA_MAX: "1",
  MALLOC_MMAP_THRESHOLD_: String(1024 ** 2),
  MALLOC_TRIM_THRESHOLD_: String(1024 ** 2),
};

/** Builds backups: one step of one backup at a time, going on in a message to itself. */
export function createWorker({ scope, settings, state, queues, bundles }: Surroundings): CofferFunction {
  const worker = new CofferFunction(scope, "worker", settings, {
    description: "builds archives",
    bundle: bundles.worker,
    // An image, since it brings pg_dump along.
    packaging: "image",
    timeout: WORKER_TIMEOUT,
    // One whole processor.
    memoryMiB: 1769,
    isInTenantsNetwork: true,
    isColdStartSeen: false,
    // Going on by messages to itself is how a long backup is made; the steps' own guard stops one without progress.
    recursiveLoop: RecursiveLoop.ALLOW,
    environment: {
      COFFER_TABLE: state.recordsName,
      COFFER_TENANT_SECRET_PREFIX: tenantSecretPrefix(settings),
      COFFER_WORK_BUCKET: state.workBucketName,
      COFFER_ARCHIVE_BUCKET: state.archiveBucketName,
      COFFER_ARCHIVE_KMS_KEY_ID: state.archiveKeyArn,
      COFFER_MANIFEST_KEY_ID: state.manifestKeyArn,
      COFFER_WORK_QUEUE_URL: queues.work.queueUrl,
      COFFER_WORK_DEAD_LETTERS_URL: queues.workDeadLetters.queueUrl,
      ...STEADY_MEMORY,
    },
    permissions: [
      ...records(state, "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"),
      ...tenantSecrets(settings, state),
      ...workObjects(state),
      ...archiveMaking(state),
      objectKeyUse(state),
      manifestSigning(state),
      ...attachmentReading(settings),
      receiving(queues.work),
      sending(queues.work, queues.workDeadLetters),
    ],
  });
  // Not reserved concurrency: messages that a full function turns away would use up their receives.
  mapQueue(worker, "WorkMessages", queues.work, 1, settings.workersMax);
  return worker;
}
