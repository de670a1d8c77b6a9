import { S3Client } from "@aws-sdk/client-s3";
import { dynamoBackupHistory } from "../adapters/dynamo/dynamo-backup-history.ts";
import { dynamoBackupTokens } from "../adapters/dynamo/dynamo-backup-tokens.ts";
import { dynamoBackups } from "../adapters/dynamo/dynamo-backups.ts";
import { dynamoPullDigests } from "../adapters/dynamo/dynamo-pull-digests.ts";
import { dynamoRemovals } from "../adapters/dynamo/dynamo-removals.ts";
import { dynamoRetentionReviews } from "../adapters/dynamo/dynamo-retention-reviews.ts";
import { dynamoSchedules } from "../adapters/dynamo/dynamo-schedules.ts";
import { dynamoStepLeases } from "../adapters/dynamo/dynamo-step-leases.ts";
import { S3_CLIENT_SETTINGS } from "../adapters/s3/s3-client-settings.ts";
import { s3WorkStore } from "../adapters/s3/s3-work-store.ts";
import { required } from "./environment.ts";
import { wireArchives } from "./wire-archives.ts";
import { wireDispatch } from "./wire-queues.ts";
import { wireService } from "./wire-service.ts";

export const wireKeeper = () => {
  const service = wireService();
  const s3 = new S3Client(S3_CLIENT_SETTINGS);
  return {
    ...service,
    ...wireDispatch(service),
    backups: dynamoBackups(service.table),
    history: dynamoBackupHistory(service.table),
    leases: dynamoStepLeases(service.table),
    digests: dynamoPullDigests(service.table),
    removals: dynamoRemovals(service.table),
    reviews: dynamoRetentionReviews(service.table),
    schedules: dynamoSchedules(service.table),
    tokens: dynamoBackupTokens(service.table),
    archives: wireArchives(s3),
    workObjects: s3WorkStore({ client: s3, bucket: required("COFFER_WORK_BUCKET") }),
  };
};
