import type { S3Client } from "@aws-sdk/client-s3";
import type { S3Endpoint } from "./s3-endpoint.ts";

export interface SignedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: unknown;
  query?: Record<string, string | string[] | null>;
}

/** A client whose requests are changed after they were signed, as someone in the middle would. */
export function tamperingClient(endpoint: S3Endpoint, tamper: (request: SignedRequest) => void): S3Client {
  const plain = endpoint.clientWith({});
  const inner = plain.config.requestHandler;
  return endpoint.clientWith({
    requestHandler: {
      handle: (...call: Parameters<typeof inner.handle>) => {
        tamper(call[0]);
        return inner.handle(...call);
      },
    },
  });
}
