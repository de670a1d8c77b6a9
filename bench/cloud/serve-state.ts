import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { startDynamo } from "../../infra/local/dynamo/start-dynamo.ts";
import { startKeys } from "../../infra/local/keys/start-keys.ts";
import { createFunction } from "../../infra/local/lambda/local-function.ts";
import { type ReadFunctionsOptions, readFunctions } from "../../infra/local/lambda/read-functions.ts";
import { startRuntimeApi } from "../../infra/local/lambda/runtime-api.ts";
import { readQueueMappings } from "../../infra/local/queues/read-queue-mappings.ts";
import { makeResources } from "../../infra/local/resources/make-resources.ts";
import { startSqs } from "../../infra/local/sqs/start-sqs.ts";
import { readStreamMappings } from "../../infra/local/streams/read-stream-mappings.ts";
import { startStreamRunner } from "../../infra/local/streams/start-stream-runner.ts";
import { REGION } from "../../infra/local/template/account.ts";
import { openTemplate } from "../../infra/local/template/open-template.ts";
import { readAssembly } from "../../infra/local/template/read-assembly.ts";
import { answerParent } from "./ask-child.ts";
import { owner, ownerVariables } from "./owner.ts";

/**
 * DynamoDB, SQS, Secrets Manager, KMS and STS in one process, with what the template makes there, and the relay that
 * sends accepted work on its way: `node serve-state.ts <directory> <assembly> <s3 url> <bin directory of PostgreSQL>`.
 */
const [, , directory = "", assembly = "", s3Url = "", programs = ""] = process.argv;
const keys = await startKeys({ port: 0, directory: join(directory, "keys") });
const dynamo = await startDynamo({ port: 0, directory: join(directory, "dynamo") });
const sqs = await startSqs({ port: 0 });
const at = (endpoint: string) => ({ endpoint, region: REGION, credentials: owner });
const clients = {
  s3: new S3Client({ ...at(s3Url), forcePathStyle: true }),
  dynamo: new DynamoDBClient(at(dynamo.url)),
  sqs: new SQSClient(at(sqs.url)),
  secrets: new SecretsManagerClient(at(keys.url)),
  kms: new KMSClient(at(keys.url)),
  sts: new STSClient(at(keys.url)),
};
const template = openTemplate(readAssembly(assembly), sqs.url);
await makeResources(template, clients);

const options: ReadFunctionsOptions = {
  logDirectory: directory,
  concurrencyMax: 1,
  isVerbose: false,
  endpoints: { s3: s3Url, dynamodb: dynamo.url, sqs: sqs.url, ses: keys.url, keys: keys.url },
  programDirectories: [programs],
  imageVariables: { PG_BIN: programs },
};
const specs = readFunctions(template, options);
const runtimeApi = await startRuntimeApi();
const functions = specs.map((spec) => createFunction(spec, { runtimeApi, assumeRole: async () => ownerVariables }));
for (const { tableName, mapping } of readStreamMappings(template, functions, clients.sqs)) {
  const runner = startStreamRunner(mapping);
  dynamo.onChange(tableName, (record) => runner.put(record));
}
const worker = specs.find(({ name }) => name === "worker");
const work = readQueueMappings(template, functions).find((mapping) => mapping.function.spec.name === "worker");
if (worker === undefined || work === undefined) throw new Error("The template has no worker with a queue.");

answerParent(
  {
    dynamoUrl: dynamo.url,
    sqsUrl: sqs.url,
    keysUrl: keys.url,
    workerSpec: worker,
    work: { queueUrl: work.queueUrl, queueArn: work.queueArn },
  },
  () => ({
    dynamo: Object.fromEntries(dynamo.faults.counts),
    sqs: Object.fromEntries(sqs.faults.counts),
    keys: Object.fromEntries(keys.faults.counts),
  }),
);
