import { Duration } from "aws-cdk-lib";
import { CofferFunction } from "./coffer-function.ts";
import { sweeping } from "./object-permissions.ts";
import { dueRecords, records, sending } from "./permissions.ts";
import type { Surroundings } from "./surroundings.ts";
import { wakeEachMinute } from "./wake-each-minute.ts";

/** Each minute: sends what was left waiting, wakes steps whose worker died, removes what nobody finished or keeps. */
export function createKeeper({ scope, settings, state, queues, bundles }: Surroundings): CofferFunction {
  const keeper = new CofferFunction(scope, "keeper", settings, {
    description: "sweeps up after everyone",
    bundle: bundles.keeper,
    packaging: "zip",
    timeout: Duration.seconds(55),
    memoryMiB: 512,
    isInTenantsNetwork: false,
    isColdStartSeen: false,
    environment: {
      COFFER_TABLE: state.recordsName,
      COFFER_WORK_BUCKET: state.workBucketName,
      COFFER_ARCHIVE_BUCKET: state.archiveBucketName,
      COFFER_WORK_QUEUE_URL: queues.work.queueUrl,
      COFFER_NOTICE_QUEUE_URL: queues.notices.queueUrl,
    },
    permissions: [
      ...records(state, "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"),
      dueRecords(state),
      ...sweeping(state),
      sending(queues.work, queues.notices),
    ],
  });
  wakeEachMinute(keeper, "keeper");
  return keeper;
}
