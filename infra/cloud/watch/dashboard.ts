import { AlarmStatusWidget, Dashboard, GraphWidget, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { Alarms } from "./alarms.ts";
import type { Metrics } from "./metrics.ts";

/** One page: is anything wrong, is work flowing, how fast are answers. */
export const createDashboard = (scope: Construct, alarms: Alarms, metrics: Metrics): Dashboard =>
  new Dashboard(scope, "Dashboard", {
    widgets: [
      [new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms.all], width: 24, height: 4 })],
      [
        graph("Requests and server errors", [metrics.apiRequests, metrics.apiFailures]),
        graph("Answer time, slowest of a hundred (ms)", [metrics.apiLatencyMs]),
      ],
      [
        graph("Oldest message (s)", [metrics.workAgeSeconds, metrics.noticeAgeSeconds]),
        graph("Nobody could handle", [metrics.deadWork, metrics.deadNotices, metrics.relayFailures]),
      ],
      [
        graph(
          "Functions: failures and throttles",
          metrics.functionFailures.map(({ metric }) => metric),
        ),
        graph("Functions: duration, slowest of a hundred (ms)", metrics.functionDurations),
      ],
      [
        graph("Relay behind the stream (ms)", [metrics.relayLagMs]),
        graph("Mails that bounce or are reported (share)", [metrics.bounceRate, metrics.complaintRate]),
      ],
    ],
  });

const graph = (title: string, left: readonly IMetric[]): GraphWidget =>
  new GraphWidget({ title, left: [...left], width: 12, height: 6 });
