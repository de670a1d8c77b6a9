import { Duration } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Settings } from "../../settings.ts";
import type { State } from "../state-stack.ts";
import type { Bundles } from "./bundle-functions.ts";
import { CofferFunction, type CofferFunctionProps } from "./coffer-function.ts";
import { createAudit } from "./create-audit.ts";
import { createDownloads } from "./create-downloads.ts";
import { createFiles } from "./create-files.ts";
import type { TENANT_FUNCTIONS } from "./function-names.ts";
import {
  records,
  signOnRecords,
  signOnSecretPrefix,
  signOnSecrets,
  tenantSecretPrefix,
  tenantSecrets,
  tokenKeys,
} from "./permissions.ts";

export type ApiFunctions = Readonly<Record<(typeof TENANT_FUNCTIONS)[number], CofferFunction>>;

/** The front door gives up after 29 s; an answer after that is work for nobody. */
const ANSWER_TIMEOUT = Duration.seconds(29);

/** Functions behind the front door. One of them can read archives; none can send anything. */
export function createApiFunctions(scope: Construct, settings: Settings, state: State, bundles: Bundles): ApiFunctions {
  const common = {
    packaging: "zip",
    timeout: ANSWER_TIMEOUT,
    // Password checks are pure computing: below one processor's worth of memory each sign-in waits for it.
    memoryMiB: 1024,
    isInTenantsNetwork: true,
    isColdStartSeen: true,
  } as const satisfies Partial<CofferFunctionProps>;
  const environment = {
    COFFER_TABLE: state.recordsName,
    COFFER_TENANT_SECRET_PREFIX: tenantSecretPrefix(settings),
  };
  const tokenKeyEnvironment = { ...environment, COFFER_TOKEN_KEYS_SECRET: state.tokenKeysName };

  const sessions = new CofferFunction(scope, "sessions", settings, {
    ...common,
    description: "signs people in and out",
    bundle: bundles.sessions,
    environment,
    permissions: [
      ...records(state, "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
      ...tenantSecrets(settings, state),
    ],
  });
  const singleSignOn = new CofferFunction(scope, "single-sign-on", settings, {
    ...common,
    description: "sends browsers to identity providers and takes them back",
    bundle: bundles["single-sign-on"],
    memoryMiB: 512,
    // It visits addresses that tenants chose: it stands where none of ours can be reached, and reads no database's login.
    isInTenantsNetwork: false,
    environment: {
      COFFER_TABLE: state.recordsName,
      COFFER_SIGN_ON_SECRET_PREFIX: signOnSecretPrefix(settings),
      COFFER_LOOPBACK_ISSUERS: settings.areLoopbackIssuersAllowed ? "allowed" : "refused",
    },
    permissions: [
      ...signOnRecords(state, "GetItem", "PutItem", "UpdateItem", "DeleteItem"),
      ...signOnSecrets(settings, state),
    ],
  });
  const tokens = new CofferFunction(scope, "tokens", settings, {
    ...common,
    description: "makes, lists and revokes backup tokens",
    bundle: bundles.tokens,
    environment: tokenKeyEnvironment,
    permissions: [
      ...records(state, "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"),
      ...tenantSecrets(settings, state),
      ...tokenKeys(state),
    ],
  });
  const backups = new CofferFunction(scope, "backups", settings, {
    ...common,
    description: "accepts requests for backups and tells how they are",
    bundle: bundles.backups,
    environment: tokenKeyEnvironment,
    permissions: [
      ...records(state, "GetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"),
      ...tenantSecrets(settings, state),
      ...tokenKeys(state),
    ],
  });
  const history = new CofferFunction(scope, "history", settings, {
    ...common,
    description: "shows, names, cancels and deletes backups",
    bundle: bundles.history,
    environment,
    permissions: [
      ...records(state, "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
      ...tenantSecrets(settings, state),
    ],
  });
  const ownSettings = new CofferFunction(scope, "settings", settings, {
    ...common,
    description: "shows settings, and changes those of a tenant's administrators",
    bundle: bundles.settings,
    environment: tokenKeyEnvironment,
    permissions: [
      ...records(state, "GetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"),
      ...tenantSecrets(settings, state),
      ...tokenKeys(state),
    ],
  });
  const openapi = new CofferFunction(scope, "openapi", settings, {
    ...common,
    description: "describes the API",
    bundle: bundles.openapi,
    memoryMiB: 256,
    isInTenantsNetwork: false,
    environment: {},
    // The same for everybody, and nobody's.
    permissions: [],
  });
  const page = new CofferFunction(scope, "console", settings, {
    ...common,
    description: "serves the administrators' page",
    bundle: bundles.console,
    memoryMiB: 256,
    isInTenantsNetwork: false,
    environment: {},
    // Files that are the same for everybody: what is anybody's own, the page asks the API for.
    permissions: [],
  });
  return {
    sessions,
    "single-sign-on": singleSignOn,
    tokens,
    backups,
    history,
    settings: ownSettings,
    downloads: createDownloads(scope, settings, state, { ...common, bundle: bundles.downloads, environment }),
    files: createFiles(scope, settings, state, { ...common, bundle: bundles.files, environment }),
    audit: createAudit(scope, settings, state, { ...common, bundle: bundles.audit, environment }),
    openapi,
    console: page,
  };
}
