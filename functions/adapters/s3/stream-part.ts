import { Readable } from "node:stream";
import { type S3Client, UploadPartCommand, type UploadPartCommandInput } from "@aws-sdk/client-s3";
import { isFailure } from "../../domain/failure.ts";
import { DEFAULT_RETRY, retry } from "../resilience/retry.ts";
import { mapped, told } from "./s3-answer.ts";

/** Each is a whole part once more: gigabytes, not kilobytes. */
const ATTEMPTS_MAX = 3;

type PartPlace = Pick<UploadPartCommandInput, "Bucket" | "Key" | "UploadId" | "PartNumber">;

/**
 * A part that nobody holds in memory, its CRC-32 behind its bytes. The client cannot send a stream again, so this does:
 * `open` gives it anew.
 */
export const streamPart = (
  client: S3Client,
  place: PartPlace,
  bytes: number,
  open: () => AsyncIterable<Uint8Array>,
): Promise<string> =>
  retry(
    async () => {
      const source = breakable(open);
      const Body = Readable.from(source.chunks(), { objectMode: false });
      const part = { ...place, Body, ContentLength: bytes, ChecksumAlgorithm: "CRC32" } as const;
      try {
        const { ETag } = await mapped(client.send(new UploadPartCommand(part), { abortSignal: source.signal }));
        return told(ETag, "ETag");
      } catch (error) {
        throw source.failure() ?? error;
      } finally {
        Body.destroy();
      }
    },
    (error) => isFailure(error) && error.isRetryable,
    { ...DEFAULT_RETRY, attemptsMax: ATTEMPTS_MAX },
  );

/**
 * A stream that breaks as the request that sends it ends: the client would wait for ever for the rest, and has a promise
 * of its own on the stream's sum that nobody hears fail.
 */
function breakable(open: () => AsyncIterable<Uint8Array>) {
  const broken = new AbortController();
  let failure: unknown;
  return {
    signal: broken.signal,
    failure: (): unknown => failure,
    async *chunks(): AsyncGenerator<Uint8Array, void> {
      try {
        yield* open();
      } catch (error) {
        failure = error;
        broken.abort();
      }
    },
  };
}
