import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { dynamoClient } from "../../functions/adapters/dynamo/dynamo-client.ts";
import { systemClock } from "../../functions/adapters/system/system-clock.ts";
import { createFunction, type FunctionSpec, type LocalFunction } from "../../infra/local/lambda/local-function.ts";
import { startRuntimeApi } from "../../infra/local/lambda/runtime-api.ts";
import type { Postgres } from "../../infra/local/postgres/start-postgres.ts";
import { startQueueRunner } from "../../infra/local/queues/start-queue-runner.ts";
import { REGION } from "../../infra/local/template/account.ts";
import { synthesiseApp } from "../../infra/local/template/synthesise-app.ts";
import { type AskedChild, forkChild } from "./ask-child.ts";
import { owner, ownerVariables } from "./owner.ts";

/** What the S3 server was asked for and moved so far. */
export interface S3Counts {
  readonly requests: Readonly<Record<string, number>>;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** Requests so far, by operation. */
interface StateCounts {
  readonly dynamo: Readonly<Record<string, number>>;
  readonly sqs: Readonly<Record<string, number>>;
  readonly keys: Readonly<Record<string, number>>;
}

interface StateStarted {
  readonly dynamoUrl: string;
  readonly sqsUrl: string;
  readonly keysUrl: string;
  /** The worker as the template has it: bundle, memory, time limit, environment. */
  readonly workerSpec: FunctionSpec;
  readonly work: { readonly queueUrl: string; readonly queueArn: string };
}

/** What stands around the worker, each in a process of its own, and clients that sign as the account. */
export interface BenchCloud {
  readonly s3Url: string;
  readonly s3Pid: number;
  /** Fed from its queue, one message at a time, in a process of its own. */
  readonly worker: LocalFunction;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly secrets: SecretsManagerClient;
  /** The table of records, as adapters want it. */
  readonly table: {
    readonly client: ReturnType<typeof dynamoClient>;
    readonly table: string;
    readonly clock: ReturnType<typeof systemClock>;
  };
  readonly tenantSecretPrefix: string;
  countS3(): Promise<S3Counts>;
  countState(): Promise<StateCounts>;
  close(): Promise<void>;
}

const assemblies = join(import.meta.dirname, "../../.coffer/cdk.out");
const program = (name: string) => new URL(name, import.meta.url);

const at = (endpoint: string) => ({ endpoint, region: REGION, credentials: owner });

export async function startCloud(directory: string, postgres: Postgres): Promise<BenchCloud> {
  const { directory: assembly } = await synthesiseApp(assemblies);
  await using starting = new AsyncDisposableStack();
  const kept = <Child extends AskedChild<unknown, unknown>>(child: Child): Child => {
    starting.defer(() => child.close());
    return child;
  };
  for (const each of ["s3", "state"]) mkdirSync(join(directory, each), { recursive: true });
  const s3Child = kept(
    await forkChild<{ readonly url: string }, S3Counts>(program("serve-s3.ts"), [join(directory, "s3")]),
  );
  const s3Url = s3Child.started.url;
  const stateChild = kept(
    await forkChild<StateStarted, StateCounts>(program("serve-state.ts"), [
      join(directory, "state"),
      assembly,
      s3Url,
      postgres.bin,
    ]),
  );
  const { workerSpec, work, ...urls } = stateChild.started;
  const s3 = new S3Client({ ...at(s3Url), forcePathStyle: true });
  const sqs = new SQSClient(at(urls.sqsUrl));
  const secrets = new SecretsManagerClient(at(urls.keysUrl));
  const dynamo = dynamoClient(at(urls.dynamoUrl));
  starting.defer(() => {
    for (const client of [s3, sqs, secrets, dynamo]) client.destroy();
  });
  const runtimeApi = await startRuntimeApi();
  starting.defer(() => runtimeApi.close());
  const worker = createFunction(
    { ...workerSpec, concurrencyMax: 1, logFile: join(directory, "worker.log") },
    { runtimeApi, assumeRole: async () => ownerVariables },
  );
  starting.defer(() => worker.close());
  const mapping = { ...work, function: worker, batchSize: 1, concurrencyMax: 1, reportsFailures: true };
  const runner = startQueueRunner(mapping, sqs);
  starting.defer(() => runner.close());
  const running = starting.move();
  return {
    s3Url,
    s3Pid: s3Child.pid,
    worker,
    s3,
    sqs,
    secrets,
    table: { client: dynamo, table: variable(workerSpec, "COFFER_TABLE"), clock: systemClock() },
    tenantSecretPrefix: variable(workerSpec, "COFFER_TENANT_SECRET_PREFIX"),
    countS3: () => s3Child.ask(),
    countState: () => stateChild.ask(),
    close: () => running.disposeAsync(),
  };
}

export function variable({ environment }: FunctionSpec, name: string): string {
  const value = environment[name];
  if (value === undefined) throw new Error(`The template gives the worker no ${name}.`);
  return value;
}
