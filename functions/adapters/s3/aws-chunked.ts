import { Readable } from "node:stream";
import type { S3ClientConfig } from "@aws-sdk/client-s3";

type AwsChunked = NonNullable<S3ClientConfig["getAwsChunkedEncodingStream"]>;
type ChunkedOptions = Parameters<AwsChunked>[1];

/** S3 refuses chunks below 8 KiB, but for the last. */
const CHUNK_BYTES_MIN = 64 * 1024;

/**
 * A body in chunks with its checksum behind it, as S3 takes what is sent before its sum is known ("Signature Version 4:
 * trailing headers"). In place of the client's own, which stalls when both its readers pause, and passes chunks on
 * however small they are.
 */
export const awsChunked: AwsChunked = (body: AsyncIterable<Uint8Array>, options) =>
  Readable.from(encoded(body, options), { objectMode: false });

async function* encoded(
  body: AsyncIterable<Uint8Array>,
  { checksumAlgorithmFn: Checksum, checksumLocationName, base64Encoder }: ChunkedOptions,
): AsyncGenerator<Uint8Array, void> {
  const checksum = Checksum && new Checksum();
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  const flush = (): Uint8Array => {
    const framed = [Buffer.from(`${waitingBytes.toString(16)}\r\n`), ...waiting, Buffer.from("\r\n")];
    waiting = [];
    waitingBytes = 0;
    return Buffer.concat(framed);
  };
  for await (const bytes of body) {
    checksum?.update(bytes);
    waiting.push(bytes);
    waitingBytes += bytes.length;
    if (waitingBytes >= CHUNK_BYTES_MIN) yield flush();
  }
  if (waitingBytes > 0) yield flush();
  const sum = checksum && base64Encoder ? `${checksumLocationName}:${base64Encoder(await checksum.digest())}\r\n` : "";
  yield Buffer.from(`0\r\n${sum}\r\n`);
}
