import type { DynamoDBRecord } from "aws-lambda";
import { decodeOutboxRow } from "../adapters/dynamo/outbox-row.ts";
import type { OutboxEvent } from "../domain/outbox.ts";
import { wireDispatch } from "./wire-queues.ts";
import { wireService } from "./wire-service.ts";

export const wireRelay = () => ({ ...wireDispatch(wireService()), decode: decodeRecord });

const decodeRecord = ({ dynamodb }: DynamoDBRecord): OutboxEvent | undefined =>
  dynamodb?.NewImage && decodeOutboxRow(dynamodb.NewImage);
