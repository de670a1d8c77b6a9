import type { LinkSigner } from "../../domain/download/link-signer.ts";
import { type PresignDeps, presignGet } from "./presign-get.ts";

/** Presigned GETs of one version of one archive. */
export function s3LinkSigner(deps: PresignDeps): LinkSigner {
  return {
    sign: (tenantId, { archiveKey: key, versionId }, fileName, seconds) =>
      presignGet(deps, { tenantId, key, versionId, fileName, contentType: "application/zip" }, seconds),
  };
}
