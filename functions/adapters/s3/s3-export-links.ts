import type { ExportLinkSigner } from "../../domain/audit/export-audit-log.ts";
import { type PresignDeps, presignGet } from "./presign-get.ts";

/** Presigned GETs of exports, which lie in a bucket without versions and are written once. */
export function s3ExportLinks(deps: PresignDeps): ExportLinkSigner {
  return {
    sign: (tenantId, key, fileName, seconds) =>
      presignGet(deps, { tenantId, key, fileName, contentType: "application/x-ndjson" }, seconds),
  };
}
