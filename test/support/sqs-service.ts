import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { type Sqs, startSqs } from "../../infra/local/sqs/start-sqs.ts";

/** Another endpoint than the local one, e.g. `https://sqs.eu-central-1.amazonaws.com`, as a second opinion. */
const otherEndpoint = process.env["COFFER_SQS_ENDPOINT"];

export interface SqsService {
  readonly client: SQSClient;
  /** The local service, where tests look behind the API; nothing when another endpoint is tried. */
  readonly local: Sqs | undefined;
  createQueue(attributes?: Partial<Record<QueueAttributeName, string>>): Promise<{ url: string; arn: string }>;
  stop(): Promise<void>;
}

export async function sqsService(): Promise<SqsService> {
  const local = otherEndpoint === undefined ? await startSqs({ port: 0 }) : undefined;
  const client = new SQSClient({
    region: "eu-central-1",
    endpoint: local?.url ?? otherEndpoint ?? "",
    ...(local ? { credentials: { accessKeyId: "local", secretAccessKey: "local" }, maxAttempts: 1 } : {}),
  });
  const urls: string[] = [];
  return {
    client,
    local,
    async createQueue(attributes = {}) {
      const QueueName = `coffer-contract-${Date.now()}-${urls.length}`;
      const { QueueUrl = "" } = await client.send(new CreateQueueCommand({ QueueName, Attributes: attributes }));
      urls.push(QueueUrl);
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
      );
      return { url: QueueUrl, arn: Attributes?.QueueArn ?? "" };
    },
    async stop() {
      for (const QueueUrl of urls) await client.send(new DeleteQueueCommand({ QueueUrl }));
      client.destroy();
      await local?.close();
    },
  };
}
