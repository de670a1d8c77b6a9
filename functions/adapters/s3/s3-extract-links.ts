import type { ExtractLinkSigner } from "../../domain/download/link-signer.ts";
import { type PresignDeps, presignGet } from "./presign-get.ts";

/** Presigned GETs of files that were taken out, each written once, in a bucket without versions. Nothing is rendered. */
export function s3ExtractLinks(deps: PresignDeps): ExtractLinkSigner {
  return {
    sign: (tenantId, key, fileName, seconds) =>
      presignGet(deps, { tenantId, key, fileName, contentType: "application/octet-stream" }, seconds),
  };
}
