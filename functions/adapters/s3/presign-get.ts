import { GetObjectCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { Failure } from "../../domain/failure.ts";
import type { Clock } from "../../domain/ports.ts";
import { attachmentDisposition } from "./content-disposition.ts";
import type { LinkCredentialsFor } from "./sts-link-credentials.ts";

/** A link must end before the credentials it is signed with: clocks differ, and S3 counts both. */
const CREDENTIALS_MARGIN_MS = 30_000;

/** `clientConfig` is that of the other S3 clients (region, endpoint); the credentials are made for each link. */
export interface PresignDeps {
  readonly clientConfig: S3ClientConfig;
  readonly bucket: string;
  readonly linkCredentials: LinkCredentialsFor;
  readonly clock: Clock;
}

export interface LinkedObject {
  readonly tenantId: string;
  readonly key: string;
  readonly versionId?: string;
  readonly contentType: string;
  /** What a browser saves it as. */
  readonly fileName: string;
}

/** A presigned GET. How it is saved, its type and that nobody may keep it are part of what is signed. */
export async function presignGet(deps: PresignDeps, object: LinkedObject, seconds: number): Promise<string> {
  const { endsAt, ...credentials } = await deps.linkCredentials(object.tenantId, object.key);
  const signingDate = new Date(deps.clock.now());
  const leftSeconds = Math.floor((endsAt - CREDENTIALS_MARGIN_MS - signingDate.getTime()) / 1000);
  const expiresIn = Math.min(seconds, leftSeconds);
  if (expiresIn < 1) throw new Failure("service-busy", { reason: "the credentials of the link end too soon" });

  const client = new S3Client({ ...deps.clientConfig, credentials });
  const command = new GetObjectCommand({
    Bucket: deps.bucket,
    Key: object.key,
    ...(object.versionId === undefined ? {} : { VersionId: object.versionId }),
    ResponseContentDisposition: attachmentDisposition(object.fileName),
    ResponseContentType: object.contentType,
    ResponseCacheControl: "no-store",
  });
  try {
    return await getSignedUrl(client, command, { expiresIn, signingDate });
  } finally {
    client.destroy();
  }
}
