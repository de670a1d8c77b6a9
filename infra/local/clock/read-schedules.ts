import { randomUUID } from "node:crypto";
import * as z from "zod";
import { findFunction } from "../lambda/find-function.ts";
import type { LocalFunction } from "../lambda/local-function.ts";
import { ACCOUNT_ID, REGION } from "../template/account.ts";
import type { OpenTemplate } from "../template/open-template.ts";
import type { Resource } from "../template/template.ts";
import { parseSchedule } from "./parse-schedule.ts";
import type { Schedule } from "./start-clock.ts";

/** Dead letters, retries: of a call that fails. A schedule calls again at its next turn. */
const care = { RetryPolicy: z.unknown().optional(), DeadLetterConfig: z.unknown().optional() };

const ruleShape = z.looseObject({
  ScheduleExpression: z.string(),
  EventPattern: z.undefined("event patterns are not carried out locally").optional(),
  State: z.string().default("ENABLED"),
  Targets: z.array(z.strictObject({ Arn: z.string(), Id: z.string(), Input: z.string().optional(), ...care })),
});

const scheduleShape = z.looseObject({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.enum(["UTC", "Etc/UTC"]).default("UTC"),
  State: z.string().default("ENABLED"),
  Target: z.strictObject({ Arn: z.string(), RoleArn: z.string(), Input: z.string().optional(), ...care }),
});

/** The template's schedules. Each calls its functions as EventBridge does; a call that fails is thrown. */
export function readSchedules(template: OpenTemplate, functions: readonly LocalFunction[]): Schedule[] {
  return template.resources("AWS::Events::Rule", "AWS::Scheduler::Schedule").flatMap((resource) => {
    const { expression, state, targets } = read(resource);
    if (state !== "ENABLED") return [];
    const arn = template.identityOf(resource).attributes["Arn"] ?? "";
    const calls = targets.map(({ Arn, Input }) => ({ target: findFunction(functions, Arn), Input }));
    return {
      name: nameOf(resource),
      isDue: parseSchedule(expression),
      async fire(minuteMs: number) {
        for (const { target, Input } of calls) {
          const event: unknown = Input === undefined ? scheduledEvent(arn, resource.type, minuteMs) : JSON.parse(Input);
          const outcome = await target.invoke(event);
          if (outcome.state === "failed") throw new Error(`${target.spec.name}: ${outcome.error.errorMessage}`);
        }
      },
    };
  });
}

function read({ type, properties }: Resource) {
  if (type === "AWS::Events::Rule") {
    const { ScheduleExpression, State, Targets } = ruleShape.parse(properties);
    return { expression: ScheduleExpression, state: State, targets: Targets };
  }
  const { ScheduleExpression, State, Target } = scheduleShape.parse(properties);
  return { expression: ScheduleExpression, state: State, targets: [Target] };
}

/** The construct's own name: `coffer-service/keeper/EveryMinute/Resource` is `EveryMinute`. */
function nameOf({ metadata, logicalId }: Resource): string {
  const path = metadata["aws:cdk:path"];
  return (typeof path === "string" ? path.split("/").findLast((id) => id !== "Resource") : undefined) ?? logicalId;
}

const scheduledEvent = (arn: string, type: string, minuteMs: number) => ({
  version: "0",
  id: randomUUID(),
  "detail-type": "Scheduled Event",
  source: type === "AWS::Events::Rule" ? "aws.events" : "aws.scheduler",
  account: ACCOUNT_ID,
  time: new Date(minuteMs).toISOString().replace(/\.\d+Z$/, "Z"),
  region: REGION,
  resources: [arn],
  detail: {},
});
