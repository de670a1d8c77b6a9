import { RemovalPolicy, Size } from "aws-cdk-lib";
import {
  AuthorizationType,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  type MethodOptions,
  type RequestAuthorizer,
  RestApi,
} from "aws-cdk-lib/aws-apigateway";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { PAGES, ROUTES, type SignIn } from "../../../functions/routes.ts";
import type { Settings } from "../../settings.ts";
import type { Bundles } from "../functions/bundle-functions.ts";
import type { CofferFunction } from "../functions/coffer-function.ts";
import type { ApiFunctions } from "../functions/create-api-functions.ts";
import type { StaffFunctions } from "../functions/create-staff-functions.ts";
import { ACCESS_LOG_FORMAT } from "./access-log-format.ts";
import { acknowledgeFrontDoor } from "./acknowledge-front-door.ts";
import { createChallenge, createChallengeAuthorizer } from "./challenge.ts";
import { addDomainNames } from "./domain-names.ts";
import { Firewall } from "./firewall.ts";
import { addGatewayResponses } from "./gateway-responses.ts";
import { STAGE } from "./stage.ts";

/** Where requests come in: the routes of `functions/routes.ts`, each led to its function. */
export class FrontDoor extends Construct {
  readonly api: RestApi;
  readonly challenge: CofferFunction | undefined;

  constructor(
    scope: Construct,
    id: string,
    settings: Settings,
    functions: ApiFunctions & StaffFunctions,
    bundles: Bundles,
  ) {
    super(scope, id);
    const accessLog = new LogGroup(this, "AccessLog", {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.api = new RestApi(this, "Api", {
      restApiName: settings.name,
      description: "Coffer: backups of hosted OpenProject installations",
      endpointTypes: [EndpointType.REGIONAL],
      // The console's files, and long lists. Answers that hold a secret are far shorter: their length tells nothing of it.
      minCompressionSize: Size.kibibytes(16),
      disableExecuteApiEndpoint: settings.domainNames.length > 0,
      deployOptions: {
        stageName: STAGE,
        throttlingRateLimit: settings.throttle.requestsPerSecond,
        throttlingBurstLimit: settings.throttle.burst,
        // Execution logs would hold bodies and headers, and with them passwords and tokens.
        dataTraceEnabled: false,
        loggingLevel: MethodLoggingLevel.OFF,
        metricsEnabled: true,
        tracingEnabled: true,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: ACCESS_LOG_FORMAT,
      },
      // One role for each account and region: leave it to whoever made it first.
      cloudWatchRole: settings.isApiGatewayLogRoleOurs,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledgeFrontDoor(this.api);
    addGatewayResponses(this.api);
    addDomainNames(this, this.api, settings);
    new Firewall(this, "Firewall", settings).protect(this.api.deploymentStage);
    this.challenge = settings.isChallengeSent ? createChallenge(this, settings, bundles) : undefined;
    const authorizer = this.challenge && createChallengeAuthorizer(this, this.challenge);
    for (const route of [...ROUTES, ...PAGES]) {
      const isChallenged = authorizer !== undefined && takesApiKey(route.signIn);
      this.api.root
        .resourceForPath(route.path)
        .addMethod(
          route.method,
          new LambdaIntegration(functions[route.function].lambda, { proxy: true, allowTestInvoke: false }),
          methodOptions(route.signIn, isChallenged ? authorizer : undefined),
        );
    }
  }
}

const methodOptions = (signIn: SignIn, authorizer: RequestAuthorizer | undefined): MethodOptions => {
  if (signIn === "iam") return { authorizationType: AuthorizationType.IAM };
  return authorizer === undefined ? {} : { authorizer };
};

const takesApiKey = (signIn: SignIn): boolean => signIn === "either" || signIn === "api-key";
