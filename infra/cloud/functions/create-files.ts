import type { Construct } from "constructs";
import type { Settings } from "../../settings.ts";
import type { State } from "../state-stack.ts";
import { CofferFunction, type CofferFunctionProps } from "./coffer-function.ts";
import { extracting, objectKeyUse } from "./object-permissions.ts";
import { records, tenantSecrets } from "./permissions.ts";

type Common = Omit<CofferFunctionProps, "description" | "permissions">;

/** Looks into archives and copies single files out of them: the only function behind the front door that can read one. */
export const createFiles = (scope: Construct, settings: Settings, state: State, common: Common): CofferFunction =>
  new CofferFunction(scope, "files", settings, {
    ...common,
    description: "lists what is in archives, and takes single files out",
    // A whole processor: the directory of a million files is read through while somebody waits.
    memoryMiB: 1769,
    environment: {
      ...common.environment,
      COFFER_ARCHIVE_BUCKET: state.archiveBucketName,
      COFFER_ARCHIVE_KMS_KEY_ID: state.archiveKeyArn,
      COFFER_WORK_BUCKET: state.workBucketName,
    },
    permissions: [
      ...records(state, "GetItem", "PutItem", "UpdateItem", "DeleteItem"),
      ...tenantSecrets(settings, state),
      ...extracting(state),
      objectKeyUse(state),
    ],
  });
