import { ArnFormat, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { Stage } from "aws-cdk-lib/aws-apigateway";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";
import { failureRow } from "../../../functions/domain/failure.ts";
import type { Settings } from "../../settings.ts";
import { renderProblem } from "./gateway-responses.ts";

/**
 * Rules that only count. Bodies hold passwords and nothing that is ever interpreted: a password that looks like an
 * attack has to get through. The functions answer a body that is too large themselves, cron scripts need no
 * `User-Agent`, and the codes of some identity providers are longer than 2 KiB.
 */
const ONLY_COUNTED = [
  "CrossSiteScripting_BODY",
  "EC2MetaDataSSRF_BODY",
  "GenericLFI_BODY",
  "GenericRFI_BODY",
  "NoUserAgent_HEADER",
  "SizeRestrictions_BODY",
  "SizeRestrictions_QUERYSTRING",
];

const TOO_MANY = "too-many-attempts";
const WINDOW_SECONDS = 300;

/** Stops floods and known attacks before they reach a function. */
export class Firewall extends Construct {
  readonly acl: CfnWebACL;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { name, message } = failureRow("too-many-attempts");
    this.acl = new CfnWebACL(this, "Acl", {
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      customResponseBodies: { [TOO_MANY]: { contentType: "APPLICATION_JSON", content: renderProblem(name, message) } },
      visibilityConfig: visible("all"),
      rules: [
        {
          name: "rate-per-address",
          priority: 0,
          action: {
            block: {
              customResponse: {
                responseCode: 429,
                customResponseBodyKey: TOO_MANY,
                responseHeaders: [{ name: "Retry-After", value: String(WINDOW_SECONDS) }],
              },
            },
          },
          statement: {
            rateBasedStatement: {
              aggregateKeyType: "IP",
              limit: settings.throttle.perAddress,
              evaluationWindowSec: WINDOW_SECONDS,
            },
          },
          visibilityConfig: visible("rate-per-address"),
        },
        managed(1, "AWSManagedRulesAmazonIpReputationList"),
        managed(2, "AWSManagedRulesKnownBadInputsRuleSet"),
        managed(3, "AWSManagedRulesCommonRuleSet", ONLY_COUNTED),
      ],
    });
    this.logRefusals(settings);
  }

  protect(stage: Stage): CfnWebACLAssociation {
    return new CfnWebACLAssociation(this, "Association", {
      resourceArn: stage.stageArn,
      webAclArn: this.acl.attrArn,
    });
  }

  /** What was blocked or counted, without what could open anything. */
  private logRefusals(settings: Settings): CfnLoggingConfiguration {
    const log = new LogGroup(this, "Log", {
      // The firewall writes to logs of this prefix only.
      logGroupName: `aws-waf-logs-${settings.name}`,
      retention: settings.logRetentionDays,
      // With a name of its own it would be in the way of the next deployment if it stayed.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new CfnLoggingConfiguration(this, "Logging", {
      resourceArn: this.acl.attrArn,
      // Without the `:*` that the log group's own ARN ends in.
      logDestinationConfigs: [
        Stack.of(this).formatArn({
          service: "logs",
          resource: "log-group",
          resourceName: log.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      redactedFields: [
        { singleHeader: { Name: "authorization" } },
        { singleHeader: { Name: "cookie" } },
        { queryString: {} },
      ],
      loggingFilter: {
        DefaultBehavior: "DROP",
        Filters: [
          {
            Behavior: "KEEP",
            Requirement: "MEETS_ANY",
            Conditions: [{ ActionCondition: { Action: "BLOCK" } }, { ActionCondition: { Action: "COUNT" } }],
          },
        ],
      },
    });
  }
}

const managed = (priority: number, name: string, onlyCounted: readonly string[] = []): CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: "AWS",
      name,
      ruleActionOverrides: onlyCounted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
  visibilityConfig: visible(name),
});

/** Samples would show whole requests, credentials included. */
const visible = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});
