import { RemovalPolicy, Validations } from "aws-cdk-lib";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { Settings } from "../../settings.ts";

/** Where alarms go; whoever is to be woken subscribes to it. */
export function createAlarmTopic(scope: Construct, settings: Settings): Topic {
  // A key of our own, since alarms cannot use the account's default one.
  const key = new Key(scope, "AlarmKey", {
    description: "Coffer: alarms on their way",
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  key.grantEncryptDecrypt(new ServicePrincipal("cloudwatch.amazonaws.com"));
  const topic = new Topic(scope, "Alarms", { displayName: "Coffer alarms", masterKey: key, enforceSSL: true });
  for (const mail of settings.alarmMails) {
    const subscription = topic.addSubscription(new EmailSubscription(mail));
    Validations.of(subscription).acknowledge({
      id: "Serverless-SNSRedrivePolicy",
      reason: "An alarm that could not be mailed is of no use an hour later; its state stays on the dashboard.",
    });
  }
  return topic;
}
