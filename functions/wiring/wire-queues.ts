import { SQSClient } from "@aws-sdk/client-sqs";
import { dynamoOutbox } from "../adapters/dynamo/dynamo-outbox.ts";
import { sqsNoticeQueue } from "../adapters/sqs/sqs-notice-queue.ts";
import { sqsWorkQueue } from "../adapters/sqs/sqs-work-queue.ts";
import { required } from "./environment.ts";
import type { Service } from "./wire-service.ts";

export const wireWorkQueue = () =>
  sqsWorkQueue({ client: new SQSClient(), queueUrl: required("COFFER_WORK_QUEUE_URL") });

/** The outbox, and the queues its events leave by. */
export const wireDispatch = ({ table }: Service) => ({
  outbox: dynamoOutbox(table),
  work: wireWorkQueue(),
  notices: sqsNoticeQueue({ client: new SQSClient(), queueUrl: required("COFFER_NOTICE_QUEUE_URL") }),
});
