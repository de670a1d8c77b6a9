import { dynamoBackups } from "../adapters/dynamo/dynamo-backups.ts";
import { decodeWork } from "../adapters/sqs/work-message.ts";
import { wireService } from "./wire-service.ts";

export const wireDeadLetters = () => {
  const service = wireService();
  return { ...service, backups: dynamoBackups(service.table), decode: decodeWork };
};
