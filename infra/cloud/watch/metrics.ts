import { Duration, Stack } from "aws-cdk-lib";
import type { RestApi } from "aws-cdk-lib/aws-apigateway";
import { type IMetric, MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { FilterPattern, MetricFilter } from "aws-cdk-lib/aws-logs";
import { BROKEN_MESSAGE } from "../../../functions/domain/audit/verify-all-chains.ts";
import { OVERDUE_MESSAGE } from "../../../functions/domain/schedule/keep-promise.ts";
import type { CofferFunction } from "../functions/coffer-function.ts";
import type { FunctionName } from "../functions/function-names.ts";
import type { Queues } from "../queues.ts";

export interface Metrics {
  readonly deadWork: IMetric;
  readonly deadNotices: IMetric;
  readonly relayFailures: IMetric;
  readonly workAgeSeconds: IMetric;
  readonly noticeAgeSeconds: IMetric;
  readonly relayLagMs: IMetric;
  readonly keeperCalls: IMetric;
  readonly brokenChains: IMetric;
  readonly overdueBackups: IMetric;
  readonly apiRequests: IMetric;
  readonly apiFailures: IMetric;
  readonly apiLatencyMs: IMetric;
  readonly bounceRate: IMetric;
  readonly complaintRate: IMetric;
  readonly functionFailures: readonly { readonly name: string; readonly metric: IMetric }[];
  readonly functionDurations: readonly IMetric[];
}

const PERIOD = Duration.minutes(5);

const SUM = { period: PERIOD, statistic: Stats.SUM } as const;
const MAXIMUM = { period: PERIOD, statistic: Stats.MAXIMUM } as const;

/** The figures that alarms and the dashboard look at. */
export function collectMetrics(
  functions: Readonly<Record<FunctionName, CofferFunction>>,
  queues: Queues,
  api: RestApi,
): Metrics {
  const named = Object.entries(functions).map(([name, { lambda }]) => ({ name, lambda }));
  return {
    // Received, not visible: the function that ends dead work is faster than the minute in which it would be seen.
    deadWork: queues.workDeadLetters.metricNumberOfMessagesReceived(SUM),
    deadNotices: queues.noticeDeadLetters.metricNumberOfMessagesReceived(SUM),
    relayFailures: queues.relayFailures.metricApproximateNumberOfMessagesVisible(MAXIMUM),
    workAgeSeconds: queues.work.metricApproximateAgeOfOldestMessage(MAXIMUM),
    noticeAgeSeconds: queues.notices.metricApproximateAgeOfOldestMessage(MAXIMUM),
    relayLagMs: functions.relay.lambda.metric("IteratorAge", MAXIMUM),
    keeperCalls: functions.keeper.lambda.metricInvocations(SUM),
    brokenChains: countMessages(functions.auditor, "BrokenChains", BROKEN_MESSAGE),
    overdueBackups: countMessages(functions.keeper, "OverdueBackups", OVERDUE_MESSAGE),
    apiRequests: api.metricCount(SUM),
    apiFailures: api.metricServerError(SUM),
    apiLatencyMs: api.metricLatency({ period: PERIOD, statistic: Stats.p(99) }),
    bounceRate: reputation("Reputation.BounceRate"),
    complaintRate: reputation("Reputation.ComplaintRate"),
    functionFailures: named.map(({ name, lambda }) => ({ name, metric: failures(name, lambda) })),
    functionDurations: named.map(({ name, lambda }) =>
      lambda.metricDuration({ period: PERIOD, statistic: Stats.p(99), label: name }),
    ),
  };
}

/** How often a function logged this very message. */
const countMessages = (logging: CofferFunction, metricName: string, message: string): IMetric =>
  new MetricFilter(logging, metricName, {
    logGroup: logging.lambda.logGroup,
    filterPattern: FilterPattern.literal(JSON.stringify(message)),
    metricNamespace: Stack.of(logging).stackName,
    metricName,
  }).metric(SUM);

/** Of the whole account: the mail service keeps one reputation. */
const reputation = (metricName: string): Metric =>
  new Metric({ namespace: "AWS/SES", metricName, period: Duration.hours(1), statistic: Stats.MAXIMUM });

/** Errors, time-outs among them, and calls that were turned away. */
function failures(name: string, lambda: LambdaFunction): MathExpression {
  const id = name.replaceAll("-", "_");
  return new MathExpression({
    label: name,
    period: PERIOD,
    expression: `errors_${id} + throttles_${id}`,
    usingMetrics: { [`errors_${id}`]: lambda.metricErrors(SUM), [`throttles_${id}`]: lambda.metricThrottles(SUM) },
  });
}
