/**
 * AWS's list prices, US dollars without tax, as they were entered by hand. Everything that says a price takes it from
 * here: whoever relies on one compares this table with AWS's own first.
 */
export const PRICES = {
  region: "eu-central-1",
  enteredOn: "2026-11-23",
  /** arm64; per GB-second and per invocation. */
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1e6,
  /** PUT, COPY, POST, LIST: every part, copied or sent, is one. */
  s3WriteRequest: 0.0054 / 1e3,
  /** GET, HEAD and all others. */
  s3ReadRequest: 0.00043 / 1e3,
  /** S3 Standard, first 50 TB; per GiB and month. */
  s3GibMonth: 0.0245,
  /** On-demand; up to 1 KiB, twice as many in a transaction. */
  dynamoWriteUnit: 0.7625 / 1e6,
  /** On-demand; up to 4 KiB, strongly consistent. */
  dynamoReadUnit: 0.1525 / 1e6,
  sqsRequest: 0.4 / 1e6,
  /** Symmetric keys, e.g. data keys of encrypted objects; with bucket keys far fewer than objects. */
  kmsRequest: 0.03 / 1e4,
  /** Signatures by elliptic curves. */
  kmsSignature: 0.15 / 1e4,
  secretRequest: 0.05 / 1e4,
} as const;
