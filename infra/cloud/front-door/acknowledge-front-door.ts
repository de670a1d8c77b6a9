import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** What the checks would rather have otherwise, and why it is as it is. */
export function acknowledgeFrontDoor(api: IConstruct): void {
  const signIn =
    "People and API keys are those of each tenant's own OpenProject database, asked on every request so that a lock takes effect at once; the functions do it (functions/http).";
  Validations.of(api).acknowledge(
    {
      id: "AwsSolutions-APIG2",
      reason:
        "Functions check the shape, after sign-in and with the error bodies that existing clients know; a check here would answer earlier and otherwise.",
    },
    { id: "AwsSolutions-APIG4", reason: signIn },
    { id: "AwsSolutions-COG4", reason: signIn },
    {
      id: "AwsSolutions-APIG6",
      reason:
        "Execution logs hold headers and bodies, and with them passwords and tokens. Access logs and traces are on.",
    },
    {
      id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]",
      reason: "The role is API Gateway's own for the whole account; this policy is what its documentation asks for.",
    },
  );
}
