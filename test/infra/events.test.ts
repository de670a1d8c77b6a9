import { expect, test } from "vitest";
import { BROKEN_MESSAGE } from "../../functions/domain/audit/verify-all-chains.ts";
import { OVERDUE_MESSAGE } from "../../functions/domain/schedule/keep-promise.ts";
import { functionName } from "./privileges.ts";
import { synthesise } from "./synthesise.ts";
import { type Resource, render, resourceOf, resourcesOf } from "./template.ts";

const { service } = synthesise({ workersMax: 7 });
const functions = resourcesOf(service, "AWS::Lambda::Function");
const mappings = resourcesOf(service, "AWS::Lambda::EventSourceMapping");
const queues = resourcesOf(service, "AWS::SQS::Queue");

const named = (name: string): Resource => {
  const found = functions.find(({ Properties }) => functionName(Properties) === name);
  if (found === undefined) throw new Error(`There is no function ${name}`);
  return found;
};
const mappingsOf = (name: string): Resource[] =>
  mappings.filter(({ Properties }) => render(Properties["FunctionName"]) === `<${named(name).id}>`);
const queueOf = (mapping: Resource): Resource | undefined =>
  queues.find(({ id }) => render(mapping.Properties["EventSourceArn"]) === `<${id}.Arn>`);

test("a message stays hidden for at least six times as long as its function may take", () => {
  const pairs = mappings.flatMap((mapping) => {
    const queue = queueOf(mapping);
    const target = functions.find(({ id }) => render(mapping.Properties["FunctionName"]) === `<${id}>`);
    return queue && target ? [{ queue, target }] : [];
  });
  expect(pairs).toHaveLength(4);
  for (const { queue, target } of pairs) {
    expect(Number(queue.Properties["VisibilityTimeout"])).toBeGreaterThanOrEqual(
      6 * Number(target.Properties["Timeout"]),
    );
  }
});

test("work becomes a dead letter after five receives, a notice after a day of them, and those stay for fourteen days", () => {
  const sources = queues.filter(({ Properties }) => "RedrivePolicy" in Properties);
  expect(sources).toHaveLength(2);
  for (const { Properties } of sources) {
    const redrive = { deadLetterTargetArn: "", maxReceiveCount: 0, ...Object(Properties["RedrivePolicy"]) };
    const { deadLetterTargetArn, maxReceiveCount } = redrive;
    const triesHours = (maxReceiveCount * Number(Properties["VisibilityTimeout"])) / 3_600;
    expect([5, 24]).toContain(render(deadLetterTargetArn).includes("Work") ? maxReceiveCount : triesHours);
    const last = queues.find(({ id }) => render(deadLetterTargetArn) === `<${id}.Arn>`);
    expect(last?.Properties).toMatchObject({ MessageRetentionPeriod: 1_209_600 });
  }
});

test("queues are encrypted and refuse clear text", () => {
  const policies = resourcesOf(service, "AWS::SQS::QueuePolicy");
  expect(policies).toHaveLength(queues.length);
  for (const { Properties } of queues) expect(Properties).toMatchObject({ SqsManagedSseEnabled: true });
  for (const { Properties } of policies) {
    expect(Properties["PolicyDocument"]).toMatchObject({
      Statement: [{ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }],
    });
  }
});

test("the worker takes one message at a time, goes on by messages to itself, and brings pg_dump along", () => {
  const [mapping] = mappingsOf("worker");
  expect(mapping?.Properties).toMatchObject({
    BatchSize: 1,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ScalingConfig: { MaximumConcurrency: 7 },
  });
  expect(named("worker").Properties).toMatchObject({
    PackageType: "Image",
    ImageConfig: { Command: ["index.handler"] },
    RecursiveLoop: "Allow",
    Timeout: 900,
    MemorySize: 1769,
  });
});

test("no function has reserved concurrency: turned away messages would use up their receives", () => {
  for (const { Properties } of functions) expect(Properties).not.toHaveProperty("ReservedConcurrentExecutions");
});

test("the relay is shown new rows of the outbox and nothing else, and gives up on none in silence", () => {
  const [mapping] = mappingsOf("relay");
  expect(mapping?.Properties).toMatchObject({
    EventSourceArn: { "Fn::ImportValue": "coffer-state:records-stream-arn" },
    StartingPosition: "TRIM_HORIZON",
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    DestinationConfig: {
      OnFailure: { Destination: { "Fn::GetAtt": [expect.stringMatching(/RelayFailures/), "Arn"] } },
    },
  });
  const { Filters } = { Filters: [{ Pattern: "" }], ...Object(mapping?.Properties["FilterCriteria"]) };
  expect(Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern))).toEqual([
    { eventName: ["INSERT"], dynamodb: { NewImage: { dueKind: { S: ["outbox"] } } } },
  ]);
});

test("dead letters of both queues are ended by one function", () => {
  const sources = mappingsOf("dead-letters").map((mapping) => queueOf(mapping)?.id);
  expect(sources).toEqual([expect.stringMatching(/WorkDeadLetters/), expect.stringMatching(/NoticeDeadLetters/)]);
});

const schedulesOf = (name: string): unknown[] =>
  resourcesOf(service, "AWS::Events::Rule")
    .filter(({ Properties }) => JSON.stringify(Properties["Targets"]).includes(`"${named(name).id}"`))
    .map(({ Properties }) => {
      expect(Properties).toMatchObject({ State: "ENABLED" });
      return Properties["ScheduleExpression"];
    });

test("the auditor is shown new facts and nothing else, looks for forgotten ones each minute, and verifies each night", () => {
  const [mapping] = mappingsOf("auditor");
  expect(mapping?.Properties).toMatchObject({
    EventSourceArn: { "Fn::ImportValue": "coffer-state:records-stream-arn" },
    ParallelizationFactor: 1,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    FilterCriteria: {
      Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"dueKind":{"S":["audit"]}}}}' }],
    },
  });
  expect(new Set(schedulesOf("auditor"))).toEqual(new Set(["cron(17 3 * * ? *)", "rate(1 minute)"]));
});

test("the keeper is called each minute and ends before the next", () => {
  expect(schedulesOf("keeper")).toEqual(["rate(1 minute)"]);
  expect(Number(named("keeper").Properties["Timeout"])).toBeLessThan(60);
});

test("every function runs on arm64, is traced, logs as JSON into a log that ends, and has a limit of its own", () => {
  for (const { Properties } of functions) {
    expect(Properties).toMatchObject({
      Architectures: ["arm64"],
      TracingConfig: { Mode: "Active" },
      LoggingConfig: { LogFormat: "JSON", LogGroup: { Ref: expect.any(String) } },
      MemorySize: expect.any(Number),
      Timeout: expect.any(Number),
    });
    expect(Properties["Runtime"] ?? Properties["PackageType"]).toMatch(/^(nodejs24\.x|Image)$/);
  }
  for (const { Properties } of resourcesOf(service, "AWS::Logs::LogGroup")) {
    expect(Properties).toMatchObject({ RetentionInDays: 90 });
  }
});

test.each([
  ["a broken audit log", "auditor", BROKEN_MESSAGE, "BrokenChains", "AuditBroken"],
  ["a backup that a schedule promised and did not bring", "keeper", OVERDUE_MESSAGE, "OverdueBackups", "BackupOverdue"],
])("%s wakes a person", (_, name, message, MetricName, alarm) => {
  const filters = resourcesOf(service, "AWS::Logs::MetricFilter").map(({ Properties }) => Properties);
  const [filter, ...more] = filters.filter(({ FilterPattern }) => FilterPattern === JSON.stringify(message));
  expect(more).toEqual([]);
  expect(filter).toMatchObject({
    LogGroupName: { Ref: expect.stringMatching(new RegExp(`^${name}Log`, "u")) },
    MetricTransformations: [{ MetricName, MetricValue: "1" }],
  });
  const alarms = resourcesOf(service, "AWS::CloudWatch::Alarm").filter(({ id }) => id.startsWith(`Watch${alarm}`));
  expect(alarms.map(({ Properties }) => Properties)).toMatchObject([{ MetricName, Threshold: 1 }]);
});

test("dead letters, age, failures, a standing keeper and bounces wake a person", () => {
  const alarms = resourcesOf(service, "AWS::CloudWatch::Alarm");
  const topic = resourceOf(service, "AWS::SNS::Topic");
  for (const { Properties } of alarms) expect(Properties["AlarmActions"]).toEqual([{ Ref: topic.id }]);
  const names = alarms.map(({ id }) => id.replace(/^Watch/, "").replace(/[0-9A-F]{8}$/, ""));
  expect(names).toEqual(
    expect.arrayContaining(["DeadWork", "DeadNotices", "WorkWaits", "KeeperStands", "MailBounces", "Failsworker"]),
  );
  expect(names.filter((name) => name.startsWith("Fails"))).toHaveLength(functions.length);
});
