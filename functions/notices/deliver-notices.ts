import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { SQSHandler, SQSRecord } from "aws-lambda";
import { type DeliverDeps, deliverNotice } from "../domain/notice/deliver-notice.ts";
import type { NoticeEvent } from "../domain/notice/notice-event.ts";

export interface NoticesDeps extends DeliverDeps {
  /** Throws for a message nobody can read: it is given back until it is a dead letter, where a person looks at it. */
  readonly decode: (body: string) => NoticeEvent;
}

/** The queue of notices: a mail to each recipient. A message is done when all of them were served. */
export const deliverNotices =
  (deps: NoticesDeps): SQSHandler =>
  async (event, context) =>
    processPartialResponse(
      event,
      async (record: SQSRecord) => deliverNotice(deps, deps.decode(record.body)),
      new BatchProcessor(EventType.SQS),
      { context, throwOnFullBatchFailure: false },
    );
