import { Duration, Validations } from "aws-cdk-lib";
import { Queue, QueueEncryption, type QueueProps } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

/** Build work is received this often before it goes to the dead letters. */
const WORK_RECEIVES_MAX = 5;

/** A mail is tried for a day, at six minutes a try: as long as that, the mail service may be away. */
const NOTICE_RECEIVES_MAX = 240;

/** Six times the function's time limit, as Lambda wants it: a batch may be tried again before it shows up elsewhere. */
const VISIBILITY_FACTOR = 6;

export const DEAD_LETTERS_TIMEOUT = Duration.seconds(60);
export const WORKER_TIMEOUT = Duration.seconds(900);
export const NOTICES_TIMEOUT = Duration.seconds(60);

/** What waits: build work, mails to send, and what nobody could handle. */
export class Queues extends Construct {
  readonly work: Queue;
  readonly workDeadLetters: Queue;
  readonly notices: Queue;
  readonly noticeDeadLetters: Queue;
  /** Stream batches that the relay or the auditor gave up on. The clock takes up their rows, so nothing reads this but a person. */
  readonly relayFailures: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.workDeadLetters = this.lastStop("WorkDeadLetters");
    this.noticeDeadLetters = this.lastStop("NoticeDeadLetters");
    this.relayFailures = this.lastStop("RelayFailures");
    this.work = this.source("Work", WORKER_TIMEOUT, WORK_RECEIVES_MAX, this.workDeadLetters);
    this.notices = this.source("Notices", NOTICES_TIMEOUT, NOTICE_RECEIVES_MAX, this.noticeDeadLetters);
  }

  private source(id: string, functionTimeout: Duration, maxReceiveCount: number, queue: Queue): Queue {
    return this.queue(id, {
      visibilityTimeout: visibility(functionTimeout),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue, maxReceiveCount },
    });
  }

  private lastStop(id: string): Queue {
    const queue = this.queue(id, {
      retentionPeriod: Duration.days(14),
      visibilityTimeout: visibility(DEAD_LETTERS_TIMEOUT),
    });
    const reason = "The last stop: a person is woken by what arrives here, and there is nowhere further to send it.";
    Validations.of(queue).acknowledge(
      { id: "AwsSolutions-SQS3", reason },
      { id: "Serverless-SQSRedrivePolicy", reason },
    );
    return queue;
  }

  private queue(id: string, props: QueueProps): Queue {
    return new Queue(this, id, {
      ...props,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      receiveMessageWaitTime: Duration.seconds(20),
    });
  }
}

const visibility = (functionTimeout: Duration): Duration =>
  Duration.seconds(functionTimeout.toSeconds() * VISIBILITY_FACTOR);
