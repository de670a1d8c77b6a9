import { Duration } from "aws-cdk-lib";
import { CofferFunction } from "./coffer-function.ts";
import { mapNewRows } from "./map-new-rows.ts";
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
  mapNewRows(relay, "OutboxRows", { state, queues }, OUTBOX_DUE_KIND, { batchSize: 25, retryAttempts: 5 });
  return relay;
}
