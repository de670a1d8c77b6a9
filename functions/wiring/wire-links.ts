import { STSClient } from "@aws-sdk/client-sts";
import { S3_CLIENT_SETTINGS } from "../adapters/s3/s3-client-settings.ts";
import { s3LinkSigner } from "../adapters/s3/s3-link-signer.ts";
import { stsLinkCredentials } from "../adapters/s3/sts-link-credentials.ts";
import { SDK_CLIENT_SETTINGS } from "../adapters/system/sdk-client-settings.ts";
import { optional, required } from "./environment.ts";
import type { Service } from "./wire-service.ts";

/** Links, each signed by credentials that can read that one object. */
export const wireLinks = ({ clock }: Service) => {
  const bucket = required("COFFER_ARCHIVE_BUCKET");
  const kmsKeyArn = optional("COFFER_ARCHIVE_KMS_KEY_ID");
  const linkCredentials = stsLinkCredentials({
    client: new STSClient(SDK_CLIENT_SETTINGS),
    roleArn: required("COFFER_LINK_ROLE_ARN"),
    bucket,
    ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
  });
  return s3LinkSigner({ clientConfig: S3_CLIENT_SETTINGS, bucket, linkCredentials, clock });
};
