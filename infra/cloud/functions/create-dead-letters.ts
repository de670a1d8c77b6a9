import { DEAD_LETTERS_TIMEOUT } from "../queues.ts";
import { CofferFunction } from "./coffer-function.ts";
import { mapQueue } from "./map-queue.ts";
import { receiving, records } from "./permissions.ts";
import type { Surroundings } from "./surroundings.ts";

/** Ends as failed what a dead letter was about, so that nothing hangs. */
export function createDeadLetters({ scope, settings, state, queues, bundles }: Surroundings): CofferFunction {
  const deadLetters = new CofferFunction(scope, "dead-letters", settings, {
    description: "ends what nobody could handle",
    bundle: bundles["dead-letters"],
    packaging: "zip",
    timeout: DEAD_LETTERS_TIMEOUT,
    memoryMiB: 512,
    isInTenantsNetwork: false,
    isColdStartSeen: false,
    environment: { COFFER_TABLE: state.recordsName },
    permissions: [
      ...records(state, "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
      receiving(queues.workDeadLetters, queues.noticeDeadLetters),
    ],
  });
  mapQueue(deadLetters, "WorkDeadLetters", queues.workDeadLetters, 1, 2);
  mapQueue(deadLetters, "NoticeDeadLetters", queues.noticeDeadLetters, 1, 2);
  return deadLetters;
}
