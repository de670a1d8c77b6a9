import { GetObjectCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { LinkSigner } from "../../domain/download/link-signer.ts";
import { Failure } from "../../domain/failure.ts";
import type { Clock } from "../../domain/ports.ts";
import { attachmentDisposition } from "./content-disposition.ts";
import type { LinkCredentialsFor } from "./sts-link-credentials.ts";

/** A link must end before the credentials it is signed with: clocks differ, and S3 counts both. */
const CREDENTIALS_MARGIN_MS = 30_000;

/**
 * Presigned GETs of one version. How it is saved, its type and that nobody may keep it are part of what is signed.
 * `clientConfig` is that of the other S3 clients (region, endpoint); the credentials are made for each link.
 */
export function s3LinkSigner(deps: {
  readonly clientConfig: S3ClientConfig;
  readonly bucket: string;
  readonly linkCredentials: LinkCredentialsFor;
  readonly clock: Clock;
}): LinkSigner {
  return {
    sign: async (tenantId, archive, fileName, seconds) => {
      const { endsAt, ...credentials } = await deps.linkCredentials(tenantId, archive.archiveKey);
      const signingDate = new Date(deps.clock.now());
      const leftSeconds = Math.floor((endsAt - CREDENTIALS_MARGIN_MS - signingDate.getTime()) / 1000);
      const expiresIn = Math.min(seconds, leftSeconds);
      if (expiresIn < 1) throw new Failure("service-busy", { reason: "the credentials of the link end too soon" });

      const client = new S3Client({ ...deps.clientConfig, credentials });
      const command = new GetObjectCommand({
        Bucket: deps.bucket,
        Key: archive.archiveKey,
        VersionId: archive.versionId,
        ResponseContentDisposition: attachmentDisposition(fileName),
        ResponseContentType: "application/zip",
        ResponseCacheControl: "no-store",
      });
      try {
        return await getSignedUrl(client, command, { expiresIn, signingDate });
      } finally {
        client.destroy();
      }
    },
  };
}
