import { awsChunked } from "./aws-chunked.ts";

/**
 * What every S3 client of ours is made with. The only layer of retries is in the client. Checksums are sent where we
 * name them: a default one would be that of an empty body in presigned links, and is not known for ranges.
 */
export const S3_CLIENT_SETTINGS = {
  maxAttempts: 5,
  requestChecksumCalculation: "WHEN_REQUIRED",
  responseChecksumValidation: "WHEN_REQUIRED",
  getAwsChunkedEncodingStream: awsChunked,
  requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000 },
} as const;
