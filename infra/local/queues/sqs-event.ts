import type { Message, MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { SQSEvent, SQSMessageAttributes, SQSRecordAttributes } from "aws-lambda";
import { REGION } from "../template/account.ts";

/** The event that Lambda's poller makes of received messages. */
export function sqsEvent(queueArn: string, messages: readonly Message[]): SQSEvent {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId ?? "",
      receiptHandle: message.ReceiptHandle ?? "",
      body: message.Body ?? "",
      attributes: systemAttributes(message.Attributes ?? {}),
      messageAttributes: ownAttributes(message.MessageAttributes ?? {}),
      md5OfBody: message.MD5OfBody ?? "",
      eventSource: "aws:sqs",
      eventSourceARN: queueArn,
      awsRegion: REGION,
    })),
  };
}

const systemAttributes = (given: Readonly<Record<string, string>>): SQSRecordAttributes => ({
  ApproximateReceiveCount: "1",
  ApproximateFirstReceiveTimestamp: "",
  SenderId: "",
  SentTimestamp: "",
  ...given,
});

function ownAttributes(given: Readonly<Record<string, MessageAttributeValue>>): SQSMessageAttributes {
  return Object.fromEntries(
    Object.entries(given).map(([name, { StringValue, BinaryValue, DataType = "String" }]) => [
      name,
      {
        dataType: DataType,
        ...(StringValue === undefined ? {} : { stringValue: StringValue }),
        ...(BinaryValue === undefined ? {} : { binaryValue: Buffer.from(BinaryValue).toString("base64") }),
      },
    ]),
  );
}
