import { S3Client } from "@aws-sdk/client-s3";
import { dynamoBackups } from "../adapters/dynamo/dynamo-backups.ts";
import { dynamoDownloadOpenings } from "../adapters/dynamo/dynamo-download-openings.ts";
import { dynamoDownloadTickets } from "../adapters/dynamo/dynamo-download-tickets.ts";
import { dynamoHandOuts } from "../adapters/dynamo/dynamo-hand-outs.ts";
import { S3_CLIENT_SETTINGS } from "../adapters/s3/s3-client-settings.ts";
import { s3ExtractStore } from "../adapters/s3/s3-extract-store.ts";
import { required } from "./environment.ts";
import { wireApi } from "./wire-api.ts";
import { archiveKey, wireArchives } from "./wire-archives.ts";
import { wireFactors } from "./wire-factors.ts";

export const wireFiles = () => {
  const api = wireApi();
  const client = new S3Client(S3_CLIENT_SETTINGS);
  return {
    ...api,
    ...wireFactors(api),
    backups: dynamoBackups(api.table),
    tickets: dynamoDownloadTickets(api.table),
    handOuts: dynamoHandOuts(api.table),
    openings: dynamoDownloadOpenings(api.table),
    archives: wireArchives(client),
    extracts: s3ExtractStore({ client, bucket: required("COFFER_WORK_BUCKET"), ...archiveKey() }),
  };
};
