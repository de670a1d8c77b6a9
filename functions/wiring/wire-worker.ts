import { delimiter } from "node:path";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { dynamoBackupHistory } from "../adapters/dynamo/dynamo-backup-history.ts";
import { dynamoBackups } from "../adapters/dynamo/dynamo-backups.ts";
import { dynamoPartRows } from "../adapters/dynamo/dynamo-part-rows.ts";
import { dynamoStepLeases } from "../adapters/dynamo/dynamo-step-leases.ts";
import { kmsManifestSigner } from "../adapters/kms/kms-manifest-signer.ts";
import { postgresDatabaseSource } from "../adapters/postgres/postgres-database-source.ts";
import { postgresDumpReader } from "../adapters/postgres/postgres-dump-reader.ts";
import { rememberSmallObjects } from "../adapters/s3/remember-small-objects.ts";
import { s3AttachmentSource } from "../adapters/s3/s3-attachment-source.ts";
import { S3_CLIENT_SETTINGS } from "../adapters/s3/s3-client-settings.ts";
import { s3WorkStore } from "../adapters/s3/s3-work-store.ts";
import { decodeWork } from "../adapters/sqs/work-message.ts";
import { SDK_CLIENT_SETTINGS } from "../adapters/system/sdk-client-settings.ts";
import { systemTimer } from "../adapters/system/system-timer.ts";
import { DEFAULT_SIZES } from "../domain/backup/build-sizes.ts";
import type { WorkerDeps } from "../worker/run-slice.ts";
import { optional, required } from "./environment.ts";
import { archiveKey, wireArchives } from "./wire-archives.ts";
import { wireSetAside, wireWorkQueue } from "./wire-queues.ts";
import { wireService } from "./wire-service.ts";
import { wireTenantUsers } from "./wire-tenant-users.ts";

export const wireWorker = (): WorkerDeps => {
  const service = wireService();
  const { users, secrets } = wireTenantUsers(service);
  const { clock, log, table } = service;
  const s3 = new S3Client(S3_CLIENT_SETTINGS);
  const binDirectories = optional("PG_BIN")?.split(delimiter);
  const programs = { log, ...(binDirectories === undefined ? {} : { binDirectories }) };
  return {
    ...service,
    users,
    timer: systemTimer(),
    backups: dynamoBackups(table),
    history: dynamoBackupHistory(table),
    leases: dynamoStepLeases(table),
    parts: dynamoPartRows(table),
    queue: wireWorkQueue(),
    database: postgresDatabaseSource({ ...programs, tenantSecrets: secrets, clock }),
    dumps: postgresDumpReader(programs),
    attachments: s3AttachmentSource({ client: s3 }),
    work: rememberSmallObjects(s3WorkStore({ client: s3, bucket: required("COFFER_WORK_BUCKET"), ...archiveKey() })),
    archives: wireArchives(s3),
    signer: kmsManifestSigner({
      client: new KMSClient(SDK_CLIENT_SETTINGS),
      keyId: required("COFFER_MANIFEST_KEY_ID"),
    }),
    sizes: DEFAULT_SIZES,
    decode: decodeWork,
    setAside: wireSetAside(required("COFFER_WORK_DEAD_LETTERS_URL")),
  };
};
