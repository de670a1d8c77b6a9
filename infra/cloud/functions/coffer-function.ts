import { type Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { Platform } from "aws-cdk-lib/aws-ecr-assets";
import { type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  CfnFunction,
  Code,
  DockerImageCode,
  DockerImageFunction,
  Function as LambdaFunction,
  LoggingFormat,
  type RecursiveLoop,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Settings } from "../../settings.ts";
import { acknowledgeWildcards } from "./acknowledge-wildcards.ts";
import { logWriting, networkInterfaces } from "./own-permissions.ts";

export interface CofferFunctionProps {
  readonly description: string;
  /** Folder with `index.js`; for an image also with its `Dockerfile`. */
  readonly bundle: string;
  readonly packaging: "zip" | "image";
  readonly timeout: Duration;
  readonly memoryMiB: number;
  readonly environment: Readonly<Record<string, string>>;
  /** All that the function may do, besides writing its own log and traces. */
  readonly permissions: readonly PolicyStatement[];
  /** It talks to tenants' databases. */
  readonly isInTenantsNetwork: boolean;
  /**
   * Somebody waits for its first answer. Reading a source map takes a quarter of the time that loading the bundle does,
   * so such a function goes without: its traces are mapped afterwards, with the map that lies beside its code.
   */
  readonly isColdStartSeen: boolean;
  readonly recursiveLoop?: RecursiveLoop;
}

const WHY_NO_DEAD_LETTERS =
  "Called by the front door, which answers the failure, or by a queue or stream, which redrives it. The keeper alone is called asynchronously: a lost minute is made up for by the next one, and its errors wake a person.";

const HANDLER = "index.handler";

/** A function with a role and a log of its own: one function for each privilege. */
export class CofferFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, settings: Settings, props: CofferFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, "Log", {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      description: `Coffer ${id}: ${props.description}`,
    });
    const network = props.isInTenantsNetwork ? settings.network : undefined;
    const permissions = [logWriting(logGroup), ...props.permissions, ...(network ? [networkInterfaces()] : [])];
    for (const statement of permissions) {
      this.role.addToPolicy(statement);
    }

    acknowledgeWildcards(this.role, settings);

    const common = {
      description: props.description,
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      architecture: Architecture.ARM_64,
      tracing: Tracing.ACTIVE,
      timeout: props.timeout,
      memorySize: props.memoryMiB,
      environment: {
        ...(props.isColdStartSeen ? {} : { NODE_OPTIONS: "--enable-source-maps" }),
        POWERTOOLS_SERVICE_NAME: `coffer-${id}`,
        ...props.environment,
      },
      ...(props.recursiveLoop === undefined ? {} : { recursiveLoop: props.recursiveLoop }),
    };
    this.lambda =
      props.packaging === "image"
        ? new DockerImageFunction(this, "Function", {
            ...common,
            code: DockerImageCode.fromImageAsset(props.bundle, { cmd: [HANDLER], platform: Platform.LINUX_ARM64 }),
          })
        : new LambdaFunction(this, "Function", {
            ...common,
            runtime: Runtime.NODEJS_24_X,
            handler: HANDLER,
            code: Code.fromAsset(props.bundle),
          });
    const resource = this.lambda.node.defaultChild;
    Validations.of(this.lambda).acknowledge({ id: "Serverless-LambdaDLQ", reason: WHY_NO_DEAD_LETTERS });
    if (network !== undefined && resource instanceof CfnFunction) {
      resource.vpcConfig = network;
    }
  }
}
