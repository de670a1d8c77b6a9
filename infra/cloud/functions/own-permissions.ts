import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { LogGroup } from "aws-cdk-lib/aws-logs";

/** To write its own log, and no other. */
export const logWriting = (logGroup: LogGroup): PolicyStatement =>
  new PolicyStatement({
    sid: "OwnLog",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [logGroup.logGroupArn],
  });

/** What Lambda needs to place a function in a network. These actions know no resources. */
export const networkInterfaces = (): PolicyStatement =>
  new PolicyStatement({
    sid: "NetworkInterfaces",
    actions: [
      "ec2:AssignPrivateIpAddresses",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:UnassignPrivateIpAddresses",
    ],
    resources: ["*"],
  });
