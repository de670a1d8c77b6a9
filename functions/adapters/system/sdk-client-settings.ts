/**
 * What the clients of SQS, STS, KMS and Secrets Manager are made with. Their calls are small and answered in a fraction
 * of a second; without limits, one lost packet would hold a function until its own time is over. The only layer of
 * retries is in the client: three tries fit into the 29 s that the front door waits.
 */
export const SDK_CLIENT_SETTINGS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;
