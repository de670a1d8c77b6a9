import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { dynamoAuditChain } from "../adapters/dynamo/dynamo-audit-chain.ts";
import { dynamoAuditEvents } from "../adapters/dynamo/dynamo-audit-events.ts";
import { S3_CLIENT_SETTINGS } from "../adapters/s3/s3-client-settings.ts";
import { s3ExportLinks } from "../adapters/s3/s3-export-links.ts";
import { s3WorkStore } from "../adapters/s3/s3-work-store.ts";
import { stsLinkCredentials } from "../adapters/s3/sts-link-credentials.ts";
import { SDK_CLIENT_SETTINGS } from "../adapters/system/sdk-client-settings.ts";
import { optional, required } from "./environment.ts";
import { wireApi } from "./wire-api.ts";
import { wireFactors } from "./wire-factors.ts";

export const wireAudit = () => {
  const api = wireApi();
  const bucket = required("COFFER_WORK_BUCKET");
  const key = optional("COFFER_ARCHIVE_KMS_KEY_ID");
  const linkCredentials = stsLinkCredentials({
    client: new STSClient(SDK_CLIENT_SETTINGS),
    roleArn: required("COFFER_LINK_ROLE_ARN"),
    bucket,
    ...(key === undefined ? {} : { kmsKeyArn: key }),
  });
  return {
    ...api,
    ...wireFactors(api),
    chain: dynamoAuditChain(api.table),
    events: dynamoAuditEvents(api.table),
    exports: s3WorkStore({
      client: new S3Client(S3_CLIENT_SETTINGS),
      bucket,
      ...(key === undefined ? {} : { kmsKeyId: key }),
    }),
    exportLinks: s3ExportLinks({ clientConfig: S3_CLIENT_SETTINGS, bucket, linkCredentials, clock: api.clock }),
  };
};
