import { decodeAwsChunked } from "./aws-chunked.ts";
import { type Checksum, type ChecksumAlgorithm, readAlgorithm, readChecksum } from "./checksums.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Request } from "./s3-request.ts";

/** What a request says of its body before the first byte of it is read. */
export interface Claims {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly sizeBytes: number;
  readonly sha256: string | undefined;
  readonly md5: Buffer | undefined;
  readonly checksumAlgorithm: ChecksumAlgorithm | undefined;
  /** Known only after the last byte where it comes in a trailer. */
  checksum(): Checksum | undefined;
}

const streamingForms: Readonly<Record<string, { readonly isSigned: boolean; readonly hasTrailer: boolean }>> = {
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER": { isSigned: false, hasTrailer: true },
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": { isSigned: true, hasTrailer: false },
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER": { isSigned: true, hasTrailer: true },
};

export function readClaims(request: S3Request, bytesMax: number): Claims {
  const { payloadHash, chunkSigner } = request.caller;
  const streaming = streamingForms[payloadHash];
  const length = request.header(streaming === undefined ? "content-length" : "x-amz-decoded-content-length");
  if (length === undefined || !/^\d{1,15}$/u.test(length)) throw s3Error("MissingContentLength");
  const sizeBytes = Number(length);
  if (sizeBytes > bytesMax) throw s3Error("EntityTooLarge", undefined, { ProposedSize: length });
  const md5 = readMd5(request);
  const inHeader = readChecksum((name) => request.header(name));
  if (streaming === undefined) {
    if (payloadHash !== "UNSIGNED-PAYLOAD" && !/^[0-9a-f]{64}$/u.test(payloadHash)) {
      throw s3Error(
        "InvalidArgument",
        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-..., or a valid sha256 value.",
      );
    }
    checkAlgorithmNamed(request, inHeader?.algorithm);
    const sha256 = payloadHash === "UNSIGNED-PAYLOAD" ? undefined : payloadHash;
    return {
      bytes: request.body,
      sizeBytes,
      sha256,
      md5,
      checksumAlgorithm: inHeader?.algorithm,
      checksum: () => inHeader,
    };
  }
  const trailerName = request.header("x-amz-trailer")?.toLowerCase();
  const promised = trailerName?.startsWith("x-amz-checksum-")
    ? readAlgorithm(trailerName.slice("x-amz-checksum-".length))
    : undefined;
  if (streaming.hasTrailer !== (trailerName !== undefined) || (trailerName !== undefined && promised === undefined)) {
    throw s3Error("InvalidRequest", "The value specified in the x-amz-trailer header is not supported");
  }
  if (promised !== undefined && inHeader !== undefined) {
    throw s3Error("InvalidRequest", "Expecting a single x-amz-checksum- header");
  }
  checkAlgorithmNamed(request, promised ?? inHeader?.algorithm);
  const trailer = new Map<string, string>();
  const signer = streaming.isSigned ? chunkSigner : undefined;
  return {
    bytes: decodeAwsChunked(request.body, { signer, hasTrailer: streaming.hasTrailer, trailer }),
    sizeBytes,
    sha256: undefined,
    md5,
    checksumAlgorithm: promised ?? inHeader?.algorithm,
    checksum: () => (promised === undefined ? inHeader : trailing(trailer, promised)),
  };
}

function trailing(trailer: ReadonlyMap<string, string>, promised: ChecksumAlgorithm): Checksum {
  const sent = readChecksum((name) => trailer.get(name));
  if (sent?.algorithm !== promised) throw s3Error("MalformedTrailerError");
  return sent;
}

function checkAlgorithmNamed(request: S3Request, used: ChecksumAlgorithm | undefined): void {
  const named = request.header("x-amz-sdk-checksum-algorithm");
  if (named !== undefined && readAlgorithm(named) !== used) {
    throw s3Error(
      "InvalidRequest",
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    );
  }
}

function readMd5(request: S3Request): Buffer | undefined {
  const header = request.header("content-md5");
  if (header === undefined) return undefined;
  const md5 = Buffer.from(header, "base64");
  if (md5.length !== 16) throw s3Error("InvalidDigest");
  return md5;
}
