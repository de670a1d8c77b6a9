import type { Construct } from "constructs";
import type { Settings } from "../../settings.ts";
import type { State } from "../state-stack.ts";
import { CofferFunction, type CofferFunctionProps } from "./coffer-function.ts";
import { createLinkRole } from "./create-link-role.ts";
import { auditExporting, EXPORT_FOLDER, objectKeyUse } from "./object-permissions.ts";
import { records, tenantSecrets } from "./permissions.ts";

type Common = Pick<
  CofferFunctionProps,
  "packaging" | "timeout" | "memoryMiB" | "isInTenantsNetwork" | "isColdStartSeen" | "environment" | "bundle"
>;

/** Shows and exports the audit log; it can write exports, and read nothing that lies beside them. */
export function createAudit(scope: Construct, settings: Settings, state: State, common: Common): CofferFunction {
  const audit = new CofferFunction(scope, "audit", settings, {
    ...common,
    description: "shows a tenant's administrators the audit log, and exports it",
    environment: {
      ...common.environment,
      COFFER_WORK_BUCKET: state.workBucketName,
      COFFER_ARCHIVE_KMS_KEY_ID: state.archiveKeyArn,
    },
    permissions: [
      ...records(state, "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
      ...tenantSecrets(settings, state),
      auditExporting(state),
      objectKeyUse(state),
    ],
  });
  const linkRole = createLinkRole(scope, "ExportLinkRole", settings, {
    description: "Coffer: signs links to one tenant's exports of its audit log",
    taker: audit.role,
    bucketArn: state.workBucketArn,
    folder: EXPORT_FOLDER,
    keyArn: state.archiveKeyArn,
  });
  audit.lambda.addEnvironment("COFFER_LINK_ROLE_ARN", linkRole.roleArn);
  return audit;
}
