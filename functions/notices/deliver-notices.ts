import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { SQSHandler, SQSRecord } from "aws-lambda";
import { type DeliverDeps, deliverNotice } from "../domain/notice/deliver-notice.ts";
import type { NoticeEvent } from "../domain/notice/notice-event.ts";

/** The queue of notices: a mail to each recipient. A message is done when all of them were served. */
export const deliverNotices =
  (deps: DeliverDeps, decode: (body: string) => NoticeEvent): SQSHandler =>
  async (event, context) =>
    processPartialResponse(
      event,
      async (record: SQSRecord) => deliverNotice(deps, decode(record.body)),
      new BatchProcessor(EventType.SQS),
      { context, throwOnFullBatchFailure: false },
    );
