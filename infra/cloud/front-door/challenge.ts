import { Duration } from "aws-cdk-lib";
import { RequestAuthorizer } from "aws-cdk-lib/aws-apigateway";
import type { Construct } from "constructs";
import type { Settings } from "../../settings.ts";
import type { Bundles } from "../functions/bundle-functions.ts";
import { CofferFunction } from "../functions/coffer-function.ts";

/** The small function that asks for credentials where none were sent. It may do nothing, and reaches nothing. */
export const createChallenge = (scope: Construct, settings: Settings, bundles: Bundles): CofferFunction =>
  new CofferFunction(scope, "challenge", settings, {
    description: "asks for credentials",
    bundle: bundles.challenge,
    packaging: "zip",
    timeout: Duration.seconds(5),
    memoryMiB: 256,
    environment: {},
    permissions: [],
    isInTenantsNetwork: false,
    isColdStartSeen: true,
  });

export const createChallengeAuthorizer = (scope: Construct, { lambda }: CofferFunction): RequestAuthorizer =>
  new RequestAuthorizer(scope, "ChallengeAuthorizer", {
    handler: lambda,
    identitySources: [],
    // An answer kept for one caller would be given to others.
    resultsCacheTtl: Duration.seconds(0),
  });
