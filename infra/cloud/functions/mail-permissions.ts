import { Aws } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Settings } from "../../settings.ts";

/** Mails from one address of one verified identity. */
export const mailSending = ({ mail }: Settings): PolicyStatement =>
  new PolicyStatement({
    sid: "Mails",
    actions: ["ses:SendEmail"],
    resources: [`arn:${Aws.PARTITION}:ses:${Aws.REGION}:${Aws.ACCOUNT_ID}:identity/${mail.identity}`],
    conditions: { StringEquals: { "ses:FromAddress": mail.from } },
  });
