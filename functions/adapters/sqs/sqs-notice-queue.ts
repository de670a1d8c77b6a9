import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { NoticeQueue } from "../../domain/outbox.ts";
import { sdkFailure } from "../system/sdk-failure.ts";
import { encodeNotice } from "./notice-message.ts";

/** Notices on a standard queue, shared fairly by tenant. */
export function sqsNoticeQueue(deps: { readonly client: SQSClient; readonly queueUrl: string }): NoticeQueue {
  return {
    send: async (notice) => {
      const message = { QueueUrl: deps.queueUrl, MessageBody: encodeNotice(notice), MessageGroupId: notice.tenantId };
      try {
        await deps.client.send(new SendMessageCommand(message));
      } catch (error) {
        throw sdkFailure(error);
      }
    },
  };
}
