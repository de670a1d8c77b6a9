import { Duration, Validations } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction as LambdaTarget } from "aws-cdk-lib/aws-events-targets";
import { CofferFunction } from "./coffer-function.ts";
import { sweeping } from "./object-permissions.ts";
import { dueRecords, records, sending } from "./permissions.ts";
import type { Surroundings } from "./surroundings.ts";

/** Each minute: sends what was left waiting, wakes steps whose worker died, removes what nobody finished. */
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
      ...records(state, "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
      dueRecords(state),
      ...sweeping(state),
      sending(queues.work, queues.notices),
    ],
  });
  wakeEachMinute(keeper);
  return keeper;
}

const wakeEachMinute = (keeper: CofferFunction): Rule => {
  const rule = new Rule(keeper, "EachMinute", {
    description: "Coffer: wakes the keeper",
    schedule: Schedule.rate(Duration.minutes(1)),
    // A minute later the next one comes anyway.
    targets: [new LambdaTarget(keeper.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
  });
  Validations.of(rule).acknowledge({
    id: "Serverless-EventBusDLQ",
    reason: "A minute that could not be delivered is worth nothing: the next one does its work.",
  });
  return rule;
};
