import { Duration, Validations } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction as LambdaTarget } from "aws-cdk-lib/aws-events-targets";
import type { CofferFunction } from "./coffer-function.ts";

/** For what has to be looked after all the time: `name` is the function's. */
export const wakeEachMinute = (woken: CofferFunction, name: string): Rule => {
  const rule = new Rule(woken, "EachMinute", {
    description: `Coffer: wakes the ${name}`,
    schedule: Schedule.rate(Duration.minutes(1)),
    // A minute later the next one comes anyway.
    targets: [new LambdaTarget(woken.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
  });
  Validations.of(rule).acknowledge({
    id: "Serverless-EventBusDLQ",
    reason: "A minute that could not be delivered is worth nothing: the next one does its work.",
  });
  return rule;
};
