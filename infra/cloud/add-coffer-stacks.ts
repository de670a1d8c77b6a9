import { type App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import type { Settings } from "../settings.ts";
import type { Bundles } from "./functions/bundle-functions.ts";
import { ServiceStack } from "./service-stack.ts";
import { StateStack } from "./state-stack.ts";

export interface CofferStacks {
  readonly state: StateStack;
  readonly service: ServiceStack;
}

/**
 * The whole system as two stacks: what must never be lost, and what can be made again at any time. The second imports
 * from the first by name (`Fn::ImportValue`), so nothing that is in use can be taken away from under it.
 *
 * `bundles` says where each function's code is.
 */
export function addCofferStacks(app: App, settings: Settings, bundles: Bundles): CofferStacks {
  // Says in the template where each function's code is, whoever starts the synthesis; the local system reads it.
  app.node.setContext("aws:cdk:enable-asset-metadata", true);
  // Values that CloudFormation would refuse stop the synthesis instead of a deployment.
  app.node.setContext("@aws-cdk/core:validateAgainstDefaultRules", true);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));

  const env = {
    ...(settings.account === undefined ? {} : { account: settings.account }),
    ...(settings.region === undefined ? {} : { region: settings.region }),
  };
  const state = new StateStack(app, `${settings.name}-state`, settings, {
    env,
    description: "Coffer: records, archives and keys. Kept when the service is removed.",
    terminationProtection: true,
  });
  const service = new ServiceStack(app, `${settings.name}-service`, settings, state.state, bundles, {
    env,
    description: "Coffer: what runs. Holds no data.",
  });
  service.addStackDependency(state);
  return { state, service };
}
