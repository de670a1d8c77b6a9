import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { type Dynamo, startDynamo } from "./dynamo/start-dynamo.ts";
import { type Keys, startKeys } from "./keys/start-keys.ts";
import { type Postgres, startPostgres } from "./postgres/start-postgres.ts";
import type { CredentialLookup } from "./s3/authenticate.ts";
import { type S3Server, startS3 } from "./s3/start-s3.ts";
import { type Mailbox, startMailbox } from "./ses/start-mailbox.ts";
import { type Sqs, startSqs } from "./sqs/start-sqs.ts";
import { ACCOUNT_ID, REGION } from "./template/account.ts";

export interface ServicesOptions {
  readonly directory: string;
  readonly mailboxPort: number;
  /** False: faster, for tests; a power cut may cost the data. */
  readonly isDurable: boolean;
  readonly now: () => number;
}

/** Clients that sign as the account itself, for what makes and looks after the system. */
export interface Clients {
  readonly s3: S3Client;
  readonly dynamo: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly secrets: SecretsManagerClient;
  readonly kms: KMSClient;
  readonly sts: STSClient;
}

export interface Services {
  readonly s3: S3Server;
  readonly dynamo: Dynamo;
  readonly sqs: Sqs;
  readonly keys: Keys;
  readonly mailbox: Mailbox;
  readonly postgres: Postgres;
  readonly clients: Clients;
  close(): Promise<void>;
}

/** Signs for the account itself on this machine only: nothing that listens elsewhere knows it. */
const owner = { accessKeyId: "AKIALOCALACCOUNTOWNR", secretAccessKey: "local-account-owner" };

/** Starts every service a function talks to. If one fails, those already up are stopped and its error is thrown. */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const { directory, isDurable, now } = options;
  const stop = new AsyncDisposableStack();
  try {
    const kept = <Service extends { close(): Promise<void> }>(service: Service): Service => {
      stop.defer(() => service.close());
      return service;
    };
    // PostgreSQL alone takes a moment: the others start meanwhile.
    const database = startPostgres({ directory: join(directory, "postgres"), port: 0, durable: isDurable });
    stop.defer(async () => (await database.catch(() => undefined))?.close());
    const keys = kept(await startKeys({ port: 0, directory: join(directory, "keys"), now }));
    const s3 = kept(await startS3({ port: 0, directory: join(directory, "s3"), now, ...s3Surroundings(keys) }));
    const dynamo = kept(await startDynamo({ port: 0, directory: join(directory, "dynamo"), now }));
    const sqs = kept(await startSqs({ port: 0 }));
    const mailbox = kept(await startMailbox(options.mailboxPort));
    const postgres = await database;
    const clients = createClients({ s3, dynamo, sqs, keys });
    stop.defer(() => {
      for (const client of Object.values(clients)) client.destroy();
    });
    const started = stop.move();
    return { s3, dynamo, sqs, keys, mailbox, postgres, clients, close: () => started.disposeAsync() };
  } catch (error) {
    await stop.disposeAsync();
    throw error;
  }
}

function s3Surroundings(keys: Keys) {
  const lookUp: CredentialLookup = (accessKeyId, sessionToken) => {
    if (accessKeyId === owner.accessKeyId) return owner.secretAccessKey;
    return keys.credentials(accessKeyId, sessionToken);
  };
  // The bucket policies ask for TLS; the loopback address stands in for it.
  return { credentials: lookUp, region: REGION, accountId: ACCOUNT_ID, isTls: true };
}

const at = (endpoint: string) => ({ endpoint, region: REGION, credentials: owner });

function createClients({ s3, dynamo, sqs, keys }: Pick<Services, "s3" | "dynamo" | "sqs" | "keys">): Clients {
  return {
    s3: new S3Client({ ...at(s3.url), forcePathStyle: true }),
    dynamo: new DynamoDBClient(at(dynamo.url)),
    sqs: new SQSClient(at(sqs.url)),
    secrets: new SecretsManagerClient(at(keys.url)),
    kms: new KMSClient(at(keys.url)),
    sts: new STSClient(at(keys.url)),
  };
}
