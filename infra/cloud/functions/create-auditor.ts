import { Duration, Validations } from "aws-cdk-lib";
import { Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction as LambdaTarget } from "aws-cdk-lib/aws-events-targets";
import { CofferFunction } from "./coffer-function.ts";
import { mapNewRows } from "./map-new-rows.ts";
import { chainWriting, dueRecords, recordStream, records, sending } from "./permissions.ts";
import type { Surroundings } from "./surroundings.ts";
import { wakeEachMinute } from "./wake-each-minute.ts";

/** `dueKind` of facts that wait for their place. */
const AUDIT_DUE_KIND = "audit";

/** Chains the facts of the audit log, and verifies the chains once a day. Nothing else can write a chain. */
export function createAuditor({ scope, settings, state, queues, bundles }: Surroundings): CofferFunction {
  const auditor = new CofferFunction(scope, "auditor", settings, {
    description: "chains the facts of the audit log, and verifies the chains",
    bundle: bundles.auditor,
    packaging: "zip",
    // A verification reads every fact there is.
    timeout: Duration.minutes(10),
    memoryMiB: 512,
    isInTenantsNetwork: false,
    isColdStartSeen: false,
    environment: { COFFER_TABLE: state.recordsName },
    permissions: [
      ...records(state, "GetItem", "Query"),
      chainWriting(state),
      dueRecords(state),
      ...recordStream(state),
      sending(queues.relayFailures),
    ],
  });
  mapNewRows(auditor, "Facts", { state, queues }, AUDIT_DUE_KIND, {
    batchSize: 100,
    retryAttempts: 3,
    // One consumer for each shard, and a tenant's facts are in one; a second one would lose its turns, and do no harm.
    parallelizationFactor: 1,
    maxBatchingWindow: Duration.seconds(2),
  });
  wakeEachMinute(auditor, "auditor");
  verifyEachNight(auditor);
  return auditor;
}

const verifyEachNight = (auditor: CofferFunction): Rule => {
  const rule = new Rule(auditor, "EachNight", {
    description: "Coffer: has the auditor verify the chains",
    schedule: Schedule.cron({ hour: "3", minute: "17" }),
    targets: [new LambdaTarget(auditor.lambda, { event: RuleTargetInput.fromObject({ verify: true }) })],
  });
  Validations.of(rule).acknowledge({
    id: "Serverless-EventBusDLQ",
    reason:
      "Tried for a day; a night that was lost shows in the alarms for the auditor, and the next one verifies all.",
  });
  return rule;
};
