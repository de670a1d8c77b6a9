import { dynamoBackups } from "../adapters/dynamo/dynamo-backups.ts";
import { dynamoStepLeases } from "../adapters/dynamo/dynamo-step-leases.ts";
import { wireArchives } from "./wire-archives.ts";
import { wireDispatch } from "./wire-queues.ts";
import { wireService } from "./wire-service.ts";

export const wireKeeper = () => {
  const service = wireService();
  return {
    ...service,
    ...wireDispatch(service),
    backups: dynamoBackups(service.table),
    leases: dynamoStepLeases(service.table),
    archives: wireArchives(),
  };
};
