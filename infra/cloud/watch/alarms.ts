import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import type { Metrics } from "./metrics.ts";

interface Watch {
  readonly id: string;
  /** What it means, and what to do first. */
  readonly description: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** Periods in a row. */
  readonly periods?: number;
  /** Wakes someone below the threshold, and when there is no news at all. */
  readonly isLow?: boolean;
}

const MINUTES = 60;

/** What wakes a person. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, topic: Topic, metrics: Metrics) {
    super(scope, id);
    const action = new SnsAction(topic);
    this.all = watches(metrics).map(({ id: name, description, metric, threshold, periods = 1, isLow = false }) => {
      const alarm = new Alarm(this, name, {
        alarmDescription: description,
        metric,
        threshold,
        evaluationPeriods: periods,
        comparisonOperator: isLow
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: isLow ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return alarm;
    });
  }
}

const watches = (metrics: Metrics): Watch[] => [
  {
    id: "DeadWork",
    description:
      "Build work could not be done five times, and its backup was ended as failed; or nobody can read it. See the log of dead-letters.",
    metric: metrics.deadWork,
    threshold: 1,
  },
  {
    id: "DeadNotices",
    description: "A mail could not be sent for a day, or nobody can read it. See the logs of notices and dead-letters.",
    metric: metrics.deadNotices,
    threshold: 1,
  },
  {
    id: "RelayFailures",
    description:
      "The relay gave up on rows of the outbox, or the auditor on facts; the clock takes them up. See the logs of both.",
    metric: metrics.relayFailures,
    threshold: 1,
  },
  {
    id: "WorkWaits",
    description: "Build work is an hour old: workers are too few, or they fail and come back.",
    metric: metrics.workAgeSeconds,
    threshold: 60 * MINUTES,
  },
  {
    id: "NoticesWait",
    description: "Mails are a quarter of an hour old.",
    metric: metrics.noticeAgeSeconds,
    threshold: 15 * MINUTES,
  },
  {
    id: "RelayLags",
    description: "The relay is five minutes behind the table's stream.",
    metric: metrics.relayLagMs,
    threshold: Duration.minutes(5).toMilliseconds(),
  },
  {
    id: "KeeperStands",
    description: "The keeper was not called for five minutes: dead workers' steps are not taken up again.",
    metric: metrics.keeperCalls,
    threshold: 1,
    isLow: true,
  },
  {
    id: "AuditBroken",
    description:
      "A row of some tenant's audit log is not as it was written. The log of auditor names the first; see docs/audit-log.md.",
    metric: metrics.brokenChains,
    threshold: 1,
  },
  {
    id: "BackupOverdue",
    description:
      "Some tenant has no good backup for longer than its schedule promises, and nobody paused it. The log of keeper names the tenant; see why its last backups failed.",
    metric: metrics.overdueBackups,
    threshold: 1,
  },
  {
    id: "ApiFails",
    description: "Five requests in five minutes ended with a server error.",
    metric: metrics.apiFailures,
    threshold: 5,
  },
  {
    id: "MailBounces",
    description: "Of the account's mails, 3 % or more bounce: the mail service stops it at 10 %.",
    metric: metrics.bounceRate,
    threshold: 0.03,
  },
  {
    id: "MailComplaints",
    description: "Of the account's mails, 0.1 % or more are reported as spam.",
    metric: metrics.complaintRate,
    threshold: 0.001,
  },
  ...metrics.functionFailures.map(({ name, metric }) => ({
    id: `Fails-${name}`,
    description: `The function ${name} failed, ran out of time or was throttled, in two periods of five minutes in a row.`,
    metric,
    threshold: 1,
    periods: 2,
  })),
];
