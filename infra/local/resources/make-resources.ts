import type { Clients } from "../start-services.ts";
import type { OpenTemplate } from "../template/open-template.ts";
import { makeBuckets } from "./make-buckets.ts";
import { makeKeys } from "./make-keys.ts";
import { makeQueues } from "./make-queues.ts";
import { makeSecrets } from "./make-secrets.ts";
import { makeTables } from "./make-tables.ts";

/** Makes what the template names and is not there yet. Keys and secrets first: the others refer to what they are called. */
export async function makeResources(template: OpenTemplate, clients: Clients): Promise<void> {
  await makeKeys(template, clients.kms);
  await makeSecrets(template, clients.secrets);
  await makeTables(template, clients.dynamo);
  await makeQueues(template, clients.sqs);
  await makeBuckets(template, clients.s3);
}
