import { Duration } from "aws-cdk-lib";
import {
  EventSourceMapping,
  type EventSourceMappingOptions,
  FilterCriteria,
  FilterRule,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import type { Queues } from "../queues.ts";
import type { State } from "../state-stack.ts";
import type { CofferFunction } from "./coffer-function.ts";

type Pace = Required<Pick<EventSourceMappingOptions, "batchSize" | "retryAttempts">> &
  Pick<EventSourceMappingOptions, "parallelizationFactor" | "maxBatchingWindow">;

/** Shows a function the table's new rows of one `dueKind`, as soon as they are written. */
export const mapNewRows = (
  shown: CofferFunction,
  id: string,
  { state, queues }: { readonly state: State; readonly queues: Queues },
  dueKind: string,
  pace: Pace,
): EventSourceMapping =>
  new EventSourceMapping(shown, id, {
    target: shown.lambda,
    eventSourceArn: state.recordsStreamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    ...pace,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    // Older rows have long been taken up by the clock.
    maxRecordAge: Duration.minutes(10),
    // Not the ready-made destination: it would let the function look at the queue, too.
    onFailure: { bind: () => ({ destination: queues.relayFailures.queueArn }) },
    filters: [
      FilterCriteria.filter({
        eventName: FilterRule.isEqual("INSERT"),
        dynamodb: { NewImage: { dueKind: { S: FilterRule.isEqual(dueKind) } } },
      }),
    ],
  });
