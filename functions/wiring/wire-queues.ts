import { SQSClient } from "@aws-sdk/client-sqs";
import { dynamoOutbox } from "../adapters/dynamo/dynamo-outbox.ts";
import { sqsDeadLetters } from "../adapters/sqs/sqs-dead-letters.ts";
import { sqsNoticeQueue } from "../adapters/sqs/sqs-notice-queue.ts";
import { sqsWorkQueue } from "../adapters/sqs/sqs-work-queue.ts";
import { SDK_CLIENT_SETTINGS } from "../adapters/system/sdk-client-settings.ts";
import { required } from "./environment.ts";
import type { Service } from "./wire-service.ts";

const sqsClient = () => new SQSClient(SDK_CLIENT_SETTINGS);

export const wireWorkQueue = () => sqsWorkQueue({ client: sqsClient(), queueUrl: required("COFFER_WORK_QUEUE_URL") });

/** Where the unreadable messages of a queue go. */
export const wireSetAside = (queueUrl: string) => sqsDeadLetters({ client: sqsClient(), queueUrl });

/** The outbox, and the queues its events leave by. */
export const wireDispatch = ({ table }: Service) => ({
  outbox: dynamoOutbox(table),
  work: wireWorkQueue(),
  notices: sqsNoticeQueue({ client: sqsClient(), queueUrl: required("COFFER_NOTICE_QUEUE_URL") }),
});
