import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { S3Client } from "@aws-sdk/client-s3";
import { S3_CLIENT_SETTINGS } from "../../functions/adapters/s3/s3-client-settings.ts";

export interface BrokenS3 extends AsyncDisposable {
  readonly client: S3Client;
  readonly requests: IncomingMessage[];
}

/** A server that answers like S3 on a bad day, request by request; a client of it makes one attempt unless told. */
export async function brokenS3(
  answer: (request: IncomingMessage, response: ServerResponse, nth: number) => void,
  maxAttempts = 1,
): Promise<BrokenS3> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    request.resume().once("end", () => answer(request, response, requests.length));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const client = new S3Client({
    ...S3_CLIENT_SETTINGS,
    region: "eu-central-1",
    endpoint: `http://127.0.0.1:${address.port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts,
  });
  return {
    client,
    requests,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
