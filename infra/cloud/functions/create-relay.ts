import { Duration } from "aws-cdk-lib";
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import type { Queues } from "../queues.ts";
import type { State } from "../state-stack.ts";
import { CofferFunction } from "./coffer-function.ts";
import { recordStream, records, sending } from "./permissions.ts";
import type { Surroundings } from "./surroundings.ts";

/** `dueKind` of rows that wait to be sent. */
const OUTBOX_DUE_KIND = "outbox";

/** Carries what was accepted to the queues, as soon as it is written. */
export function createRelay({ scope, settings, state, queues, bundles }: Surroundings): CofferFunction {
  const relay = new CofferFunction(scope, "relay", settings, {
    description: "carries outbox rows to the queues",
    bundle: bundles.relay,
    packaging: "zip",
    timeout: Duration.seconds(30),
    memoryMiB: 512,
    isInTenantsNetwork: false,
    isColdStartSeen: false,
    environment: {
      COFFER_TABLE: state.recordsName,
      COFFER_WORK_QUEUE_URL: queues.work.queueUrl,
      COFFER_NOTICE_QUEUE_URL: queues.notices.queueUrl,
    },
    permissions: [
      ...records(state, "UpdateItem"),
      ...recordStream(state),
      sending(queues.work, queues.notices, queues.relayFailures),
    ],
  });
  mapOutbox(relay, state, queues);
  return relay;
}

const mapOutbox = (relay: CofferFunction, state: State, queues: Queues): EventSourceMapping =>
  new EventSourceMapping(relay, "OutboxRows", {
    target: relay.lambda,
    eventSourceArn: state.recordsStreamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 25,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: 5,
    // Older rows were long sent by the sweeper.
    maxRecordAge: Duration.minutes(10),
    // Not the ready-made destination: it would let the relay look at the queue, too.
    onFailure: { bind: () => ({ destination: queues.relayFailures.queueArn }) },
    filters: [
      FilterCriteria.filter({
        eventName: FilterRule.isEqual("INSERT"),
        dynamodb: { NewImage: { dueKind: { S: FilterRule.isEqual(OUTBOX_DUE_KIND) } } },
      }),
    ],
  });
