import { STSClient } from "@aws-sdk/client-sts";
import { S3_CLIENT_SETTINGS } from "../adapters/s3/s3-client-settings.ts";
import { s3ExtractLinks } from "../adapters/s3/s3-extract-links.ts";
import { s3LinkSigner } from "../adapters/s3/s3-link-signer.ts";
import { stsLinkCredentials } from "../adapters/s3/sts-link-credentials.ts";
import { SDK_CLIENT_SETTINGS } from "../adapters/system/sdk-client-settings.ts";
import { optional, required } from "./environment.ts";
import type { Service } from "./wire-service.ts";

/** Links to archives, each signed by credentials that can read that one object. */
export const wireLinks = (service: Service) =>
  s3LinkSigner(signing(service, required("COFFER_ARCHIVE_BUCKET"), required("COFFER_LINK_ROLE_ARN")));

/** Links to files that were taken out of archives, by a role that can read no archive. */
export const wireExtractLinks = (service: Service) =>
  s3ExtractLinks(signing(service, required("COFFER_WORK_BUCKET"), required("COFFER_EXTRACT_LINK_ROLE_ARN")));

function signing({ clock }: Service, bucket: string, roleArn: string) {
  const kmsKeyArn = optional("COFFER_ARCHIVE_KMS_KEY_ID");
  const linkCredentials = stsLinkCredentials({
    client: new STSClient(SDK_CLIENT_SETTINGS),
    roleArn,
    bucket,
    ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
  });
  return { clientConfig: S3_CLIENT_SETTINGS, bucket, linkCredentials, clock };
}
