import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { SQSHandler, SQSRecord } from "aws-lambda";
import { type DeliverDeps, deliverNotice } from "../domain/notice/deliver-notice.ts";
import type { NoticeEvent } from "../domain/notice/notice-event.ts";

export interface NoticesDeps extends DeliverDeps {
  readonly decode: (body: string) => { readonly notice: NoticeEvent } | { readonly unreadable: string };
  /** To the dead letters, where a person looks at it. */
  readonly setAside: (body: string, reason: string) => Promise<void>;
}

/** The queue of notices: a mail to each recipient. A message is done when all of them were served. */
export const deliverNotices =
  (deps: NoticesDeps): SQSHandler =>
  async (event, context) =>
    processPartialResponse(
      event,
      async ({ body }: SQSRecord) => {
        const decoded = deps.decode(body);
        if ("unreadable" in decoded) await deps.setAside(body, decoded.unreadable);
        else await deliverNotice(deps, decoded.notice);
      },
      new BatchProcessor(EventType.SQS),
      { context, throwOnFullBatchFailure: false },
    );
