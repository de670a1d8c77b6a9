import { ACCOUNT_ID, REGION } from "./account.ts";

/** What `Ref` and `Fn::GetAtt` give for a resource. */
export interface Identity {
  readonly reference: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Looks up the property that names a resource, worked out; `undefined` where the template leaves the name open. */
export type NameOf = (property: string) => string | undefined;

const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${rest}`;

/**
 * Identities that follow from the template alone. CloudFormation adds a random part to names it makes up; here none is
 * added, so that a name is the same at the next start. Keys and secrets are identified by their services instead.
 * An attribute not listed here is answered with a text that leads nowhere: it belongs to a resource not carried out.
 */
export function identify(stack: string, logicalId: string, type: string, nameOf: NameOf, sqsUrl: string): Identity {
  const made = `${stack}-${logicalId}`;
  switch (type) {
    case "AWS::DynamoDB::Table":
    case "AWS::DynamoDB::GlobalTable": {
      const name = nameOf("TableName") ?? made;
      const Arn = arn("dynamodb", `table/${name}`);
      return { reference: name, attributes: { Arn, StreamArn: `${Arn}/stream/local` } };
    }
    case "AWS::SQS::Queue": {
      const name = nameOf("QueueName") ?? made;
      const url = `${sqsUrl}/${ACCOUNT_ID}/${name}`;
      return { reference: url, attributes: { Arn: arn("sqs", name), QueueName: name, QueueUrl: url } };
    }
    case "AWS::S3::Bucket": {
      const name = nameOf("BucketName") ?? made.toLowerCase().slice(0, 63);
      return { reference: name, attributes: { Arn: `arn:aws:s3:::${name}`, DomainName: `${name}.s3.amazonaws.com` } };
    }
    case "AWS::Lambda::Function": {
      const name = nameOf("FunctionName") ?? made;
      return { reference: name, attributes: { Arn: arn("lambda", `function:${name}`) } };
    }
    case "AWS::Lambda::Version":
    case "AWS::Lambda::Alias": {
      // A function named by its version or alias is the function: there is but one version here.
      return { reference: nameOf("FunctionName") ?? made, attributes: {} };
    }
    case "AWS::IAM::Role": {
      const name = nameOf("RoleName") ?? made;
      return { reference: name, attributes: { Arn: `arn:aws:iam::${ACCOUNT_ID}:role/${name}`, RoleId: name } };
    }
    case "AWS::Events::Rule":
    case "AWS::Scheduler::Schedule": {
      const name = nameOf("Name") ?? made;
      const isRule = type === "AWS::Events::Rule";
      return {
        reference: name,
        attributes: { Arn: isRule ? arn("events", `rule/${name}`) : arn("scheduler", `schedule/default/${name}`) },
      };
    }
    case "AWS::ApiGateway::Stage":
      return { reference: nameOf("StageName") ?? made, attributes: {} };
    case "AWS::ApiGateway::RestApi":
      return { reference: made, attributes: { RootResourceId: `${made}-root`, RestApiId: made } };
    case "AWS::ApiGateway::DomainName":
      return { reference: nameOf("DomainName") ?? made, attributes: {} };
    case "AWS::KMS::Alias":
      return { reference: nameOf("AliasName") ?? made, attributes: {} };
    case "AWS::SES::ConfigurationSet":
      return { reference: nameOf("Name") ?? made, attributes: {} };
    case "AWS::SES::EmailIdentity":
      return { reference: nameOf("EmailIdentity") ?? made, attributes: {} };
    case "AWS::SNS::Topic": {
      const TopicArn = arn("sns", nameOf("TopicName") ?? made);
      return { reference: TopicArn, attributes: { TopicArn, TopicName: nameOf("TopicName") ?? made } };
    }
    default:
      return { reference: made, attributes: {} };
  }
}
