import type { Construct } from "constructs";
import type { Settings } from "../../settings.ts";
import type { State } from "../state-stack.ts";
import { CofferFunction, type CofferFunctionProps } from "./coffer-function.ts";
import { createLinkRole } from "./create-link-role.ts";
import { EXTRACT_FOLDER } from "./object-permissions.ts";
import { records, tenantSecrets } from "./permissions.ts";

type Common = Omit<CofferFunctionProps, "description" | "permissions">;

/** Gives out links, and can read nothing itself: one role signs those to archives, another those to files out of them. */
export function createDownloads(scope: Construct, settings: Settings, state: State, common: Common): CofferFunction {
  const downloads = new CofferFunction(scope, "downloads", settings, {
    ...common,
    description: "asks people to prove themselves again, and gives out links to archives",
    environment: {
      ...common.environment,
      COFFER_ARCHIVE_BUCKET: state.archiveBucketName,
      COFFER_ARCHIVE_KMS_KEY_ID: state.archiveKeyArn,
      COFFER_WORK_BUCKET: state.workBucketName,
    },
    permissions: [
      ...records(state, "GetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"),
      ...tenantSecrets(settings, state),
    ],
  });
  const linkRole = createLinkRole(scope, "LinkRole", settings, {
    description: "Coffer: signs links to one tenant's archives",
    taker: downloads.role,
    bucketArn: state.archiveBucketArn,
    folder: "",
    keyArn: state.archiveKeyArn,
  });
  const extractLinkRole = createLinkRole(scope, "ExtractLinkRole", settings, {
    description: "Coffer: signs links to files taken out of one tenant's archives",
    taker: downloads.role,
    bucketArn: state.workBucketArn,
    folder: EXTRACT_FOLDER,
    keyArn: state.archiveKeyArn,
  });
  downloads.lambda.addEnvironment("COFFER_LINK_ROLE_ARN", linkRole.roleArn);
  downloads.lambda.addEnvironment("COFFER_EXTRACT_LINK_ROLE_ARN", extractLinkRole.roleArn);
  return downloads;
}
