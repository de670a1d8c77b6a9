import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { WorkQueue } from "../../domain/outbox.ts";
import { sdkFailure } from "../system/sdk-failure.ts";
import { encodeWork } from "./work-message.ts";

/** The longest that SQS holds a message back. */
const DELAY_SECONDS_MAX = 900;

/**
 * Build work on a standard queue. The tenant is the message group, by which SQS shares the workers fairly: a tenant with
 * much work does not hold up the others.
 */
export function sqsWorkQueue(deps: { readonly client: SQSClient; readonly queueUrl: string }): WorkQueue {
  return {
    send: async (work, delayMs = 0) => {
      const DelaySeconds = Math.min(Math.ceil(delayMs / 1000), DELAY_SECONDS_MAX);
      const message = { QueueUrl: deps.queueUrl, MessageBody: encodeWork(work), MessageGroupId: work.tenantId };
      try {
        await deps.client.send(new SendMessageCommand({ ...message, ...(DelaySeconds > 0 ? { DelaySeconds } : {}) }));
      } catch (error) {
        throw sdkFailure(error);
      }
    },
  };
}
