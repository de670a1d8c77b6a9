import { Duration } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Settings } from "../../settings.ts";
import type { StaffRoles } from "../front-door/staff-roles.ts";
import type { State } from "../state-stack.ts";
import { acknowledgeWildcards } from "./acknowledge-wildcards.ts";
import type { Bundles } from "./bundle-functions.ts";
import { CofferFunction, type CofferFunctionProps } from "./coffer-function.ts";
import type { STAFF_FUNCTIONS } from "./function-names.ts";
import { attachmentListing } from "./object-permissions.ts";
import {
  records,
  signOnSecretPrefix,
  tenantDirectory,
  tenantSecretPrefix,
  tenantSecrets,
  tenantSecretWriting,
} from "./permissions.ts";

export type StaffFunctions = Readonly<Record<(typeof STAFF_FUNCTIONS)[number], CofferFunction>>;

/** The front door gives up after 29 s. */
const ANSWER_TIMEOUT = Duration.seconds(29);

/** What support and the operator call. Neither can read an archive; support's reaches no tenant's database. */
export function createStaffFunctions(
  scope: Construct,
  settings: Settings,
  state: State,
  bundles: Bundles,
  { support, operator }: StaffRoles,
): StaffFunctions {
  const common = {
    packaging: "zip",
    timeout: ANSWER_TIMEOUT,
    memoryMiB: 512,
    isColdStartSeen: true,
  } as const satisfies Partial<CofferFunctionProps>;
  const environment = {
    COFFER_TABLE: state.recordsName,
    COFFER_SUPPORT_ROLE_ARN: support.roleArn,
    COFFER_OPERATOR_ROLE_ARN: operator.roleArn,
  };
  for (const statement of tenantSecretWriting(settings, state)) operator.addToPolicy(statement);
  acknowledgeWildcards(operator, settings);
  return {
    support: new CofferFunction(scope, "support", settings, {
      ...common,
      description: "lets support find, make and hand out backups",
      bundle: bundles.support,
      isInTenantsNetwork: false,
      environment,
      permissions: records(state, "GetItem", "Query", "PutItem"),
    }),
    operator: new CofferFunction(scope, "operator", settings, {
      ...common,
      description: "lets the operator register tenants and set what guards them",
      bundle: bundles.operator,
      isInTenantsNetwork: true,
      environment: {
        ...environment,
        COFFER_TENANT_SECRET_PREFIX: tenantSecretPrefix(settings),
        COFFER_SIGN_ON_SECRET_PREFIX: signOnSecretPrefix(settings),
        COFFER_RECORDS_KEY_ARN: state.recordsKeyArn,
      },
      permissions: [
        ...records(state, "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
        tenantDirectory(state),
        ...tenantSecrets(settings, state),
        ...attachmentListing(settings),
      ],
    }),
  };
}
