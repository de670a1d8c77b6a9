import type { Stack } from "./template.ts";

/** Resource types the local runner carries out. */
const carriedOut = new Set([
  "AWS::ApiGateway::Authorizer",
  "AWS::ApiGateway::GatewayResponse",
  "AWS::ApiGateway::Method",
  "AWS::ApiGateway::Resource",
  "AWS::ApiGateway::RestApi",
  "AWS::ApiGateway::Stage",
  "AWS::DynamoDB::GlobalTable",
  "AWS::DynamoDB::Table",
  "AWS::Events::Rule",
  "AWS::KMS::Alias",
  "AWS::KMS::Key",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::Function",
  "AWS::S3::Bucket",
  "AWS::S3::BucketPolicy",
  "AWS::Scheduler::Schedule",
  "AWS::SecretsManager::Secret",
  "AWS::SQS::Queue",
]);

/** Types that may be left out without changing what the system does for its users, each with the reason. */
const harmless: readonly (readonly [types: RegExp, reason: string])[] = [
  [/^AWS::IAM::/, "privileges are tested on the template"],
  [/^AWS::(KMS|SQS|SNS|SecretsManager|Lambda)::\w*Policy$|^AWS::Lambda::Permission$/, "who may call whom, likewise"],
  [/^AWS::(CloudWatch|XRay|Synthetics|Oam)::/, "alarms and dashboards watch a real installation"],
  [/^AWS::Logs::(LogGroup|MetricFilter|LogStream|QueryDefinition)$/, "functions log to files"],
  [/^AWS::SNS::(Topic|Subscription)$/, "only alarms go there"],
  [/^AWS::WAFv2::/, "one person's own machine"],
  [
    /^AWS::ApiGateway::(Account|Deployment|DomainName|BasePathMapping|UsagePlan|UsagePlanKey|RequestValidator|Model)$/,
    "one gateway, of any name",
  ],
  [/^AWS::CertificateManager::|^AWS::Route53::/, "served on the loopback address, without TLS"],
  [/^AWS::SES::/, "the local mailbox takes every sender"],
  [/^AWS::Lambda::(Version|Alias|EventInvokeConfig)$/, "there is one version; the clock calls again at its next turn"],
  [/^AWS::EC2::/, "one machine, one network"],
  [/^AWS::(Backup|Budgets|CE)::/, "care of a real installation"],
  [/^AWS::Scheduler::ScheduleGroup$/, "a name only"],
  [/^AWS::CDK::Metadata$/, "a note to CDK's makers"],
];

export interface LeftOut {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
}

/** Resources that would change what the system does, and that the local runner does not know: to be reported. */
export function resourcesLeftOut(stacks: readonly Stack[]): LeftOut[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources)
      .filter(([, { Type }]) => !carriedOut.has(Type) && !harmless.some(([types]) => types.test(Type)))
      .map(([logicalId, { Type }]) => ({ stack: stack.name, logicalId, type: Type })),
  );
}
