import { Duration, Validations } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction as LambdaTarget } from "aws-cdk-lib/aws-events-targets";
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  RecursiveLoop,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Settings } from "../../settings.ts";
import { DEAD_LETTERS_TIMEOUT, NOTICES_TIMEOUT, type Queues, WORKER_TIMEOUT } from "../queues.ts";
import type { State } from "../state-stack.ts";
import type { Bundles } from "./bundle-functions.ts";
import { CofferFunction } from "./coffer-function.ts";
import { mailSending } from "./mail-permissions.ts";
import { archiveMaking, attachmentReading, manifestSigning, sweeping, workObjects } from "./object-permissions.ts";
import {
  dueRecords,
  receiving,
  recordStream,
  records,
  sending,
  tenantSecretPrefix,
  tenantSecrets,
} from "./permissions.ts";

/** What each function below is made from. */
export interface Surroundings {
  readonly scope: Construct;
  readonly settings: Settings;
  readonly state: State;
  readonly queues: Queues;
  readonly bundles: Bundles;
}

/** `dueKind` of rows that wait to be sent. */
const OUTBOX_DUE_KIND = "outbox";

/** Builds backups: one step of one backup at a time, going on in a message to itself. */
export function createWorker({ scope, settings, state, queues, bundles }: Surroundings): CofferFunction {
  const worker = new CofferFunction(scope, "worker", settings, {
    description: "builds archives",
    bundle: bundles.worker,
    // An image, since it brings pg_dump along.
    packaging: "image",
    timeout: WORKER_TIMEOUT,
    // One whole processor.
    memoryMiB: 1769,
    isInTenantsNetwork: true,
    // Going on by messages to itself is how a long backup is made; the steps' own guard stops one without progress.
    recursiveLoop: RecursiveLoop.ALLOW,
    environment: {
      COFFER_TABLE: state.recordsName,
      COFFER_TENANT_SECRET_PREFIX: tenantSecretPrefix(settings),
      COFFER_WORK_BUCKET: state.workBucketName,
      COFFER_ARCHIVE_BUCKET: state.archiveBucketName,
      COFFER_ARCHIVE_KMS_KEY_ID: state.archiveKeyArn,
      COFFER_MANIFEST_KEY_ID: state.manifestKeyArn,
      COFFER_WORK_QUEUE_URL: queues.work.queueUrl,
      COFFER_WORK_DEAD_LETTERS_URL: queues.workDeadLetters.queueUrl,
    },
    permissions: [
      ...records(state, "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"),
      ...tenantSecrets(settings, state),
      ...workObjects(state),
      ...archiveMaking(state),
      manifestSigning(state),
      ...attachmentReading(settings),
      receiving(queues.work),
      // An unreadable message goes to the dead letters at once, with its reason.
      sending(queues.work, queues.workDeadLetters),
    ],
  });
  // Not reserved concurrency: messages that a full function turns away would use up their receives.
  mapQueue(worker, "WorkMessages", queues.work, 1, settings.workersMax);
  return worker;
}

/** Sends mails. */
export function createNotices({ scope, settings, state, queues, bundles }: Surroundings): CofferFunction {
  const notices = new CofferFunction(scope, "notices", settings, {
    description: "sends mails",
    bundle: bundles.notices,
    packaging: "zip",
    timeout: NOTICES_TIMEOUT,
    memoryMiB: 512,
    isInTenantsNetwork: true,
    environment: {
      COFFER_TABLE: state.recordsName,
      COFFER_TENANT_SECRET_PREFIX: tenantSecretPrefix(settings),
      COFFER_MAIL_FROM: settings.mail.from,
    },
    permissions: [
      ...records(state, "GetItem", "UpdateItem"),
      ...tenantSecrets(settings, state),
      mailSending(settings),
      receiving(queues.notices),
    ],
  });
  mapQueue(notices, "NoticeMessages", queues.notices, 5, 5);
  return notices;
}

/** Carries what was accepted to the queues, as soon as it is written. */
export function createRelay({ scope, settings, state, queues, bundles }: Surroundings): CofferFunction {
  const relay = new CofferFunction(scope, "relay", settings, {
    description: "carries outbox rows to the queues",
    bundle: bundles.relay,
    packaging: "zip",
    timeout: Duration.seconds(30),
    memoryMiB: 512,
    isInTenantsNetwork: false,
    environment: {
      COFFER_TABLE: state.recordsName,
      COFFER_WORK_QUEUE_URL: queues.work.queueUrl,
      COFFER_NOTICE_QUEUE_URL: queues.notices.queueUrl,
    },
    permissions: [
      ...records(state, "UpdateItem"),
      ...recordStream(state),
      sending(queues.work, queues.notices, queues.relayFailures),
    ],
  });
  mapOutbox(relay, state, queues);
  return relay;
}

/** Each minute: sends what was left waiting, wakes steps whose worker died, removes what nobody finished. */
export function createKeeper({ scope, settings, state, queues, bundles }: Surroundings): CofferFunction {
  const keeper = new CofferFunction(scope, "keeper", settings, {
    description: "sweeps up after everyone",
    bundle: bundles.keeper,
    packaging: "zip",
    timeout: Duration.seconds(55),
    memoryMiB: 512,
    isInTenantsNetwork: false,
    environment: {
      COFFER_TABLE: state.recordsName,
      COFFER_WORK_BUCKET: state.workBucketName,
      COFFER_ARCHIVE_BUCKET: state.archiveBucketName,
      COFFER_WORK_QUEUE_URL: queues.work.queueUrl,
      COFFER_NOTICE_QUEUE_URL: queues.notices.queueUrl,
    },
    permissions: [
      ...records(state, "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
      dueRecords(state),
      ...sweeping(state),
      sending(queues.work, queues.notices),
    ],
  });
  wakeEachMinute(keeper);
  return keeper;
}

/** Ends as failed what a dead letter was about, so that nothing hangs. */
export function createDeadLetters({ scope, settings, state, queues, bundles }: Surroundings): CofferFunction {
  const deadLetters = new CofferFunction(scope, "dead-letters", settings, {
    description: "ends what nobody could handle",
    bundle: bundles["dead-letters"],
    packaging: "zip",
    timeout: DEAD_LETTERS_TIMEOUT,
    memoryMiB: 512,
    isInTenantsNetwork: false,
    environment: { COFFER_TABLE: state.recordsName },
    permissions: [
      ...records(state, "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
      receiving(queues.workDeadLetters, queues.noticeDeadLetters),
    ],
  });
  mapQueue(deadLetters, "WorkDeadLetters", queues.workDeadLetters, 1, 2);
  mapQueue(deadLetters, "NoticeDeadLetters", queues.noticeDeadLetters, 1, 2);
  return deadLetters;
}

const mapQueue = (
  target: CofferFunction,
  id: string,
  queue: Queue,
  batchSize: number,
  maxConcurrency: number,
): EventSourceMapping => {
  const mapping = new EventSourceMapping(target, id, {
    target: target.lambda,
    eventSourceArn: queue.queueArn,
    batchSize,
    maxConcurrency,
    reportBatchItemFailures: true,
  });
  Validations.of(mapping).acknowledge({
    id: "Serverless-LambdaEventSourceMappingDestination",
    reason: "A queue's failed messages go where its redrive policy says; mappings of queues take no destination.",
  });
  return mapping;
};

const mapOutbox = (relay: CofferFunction, state: State, queues: Queues): EventSourceMapping =>
  new EventSourceMapping(relay, "OutboxRows", {
    target: relay.lambda,
    eventSourceArn: state.recordsStreamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 25,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: 5,
    // Older rows were long sent by the sweeper.
    maxRecordAge: Duration.minutes(10),
    onFailure: new SqsDlq(queues.relayFailures),
    filters: [
      FilterCriteria.filter({
        eventName: FilterRule.isEqual("INSERT"),
        dynamodb: { NewImage: { dueKind: { S: FilterRule.isEqual(OUTBOX_DUE_KIND) } } },
      }),
    ],
  });

const wakeEachMinute = (keeper: CofferFunction): Rule => {
  const rule = new Rule(keeper, "EachMinute", {
    description: "Coffer: wakes the keeper",
    schedule: Schedule.rate(Duration.minutes(1)),
    // A minute later the next one comes anyway.
    targets: [new LambdaTarget(keeper.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
  });
  Validations.of(rule).acknowledge({
    id: "Serverless-EventBusDLQ",
    reason: "A minute that could not be delivered is worth nothing: the next one does its work.",
  });
  return rule;
};
