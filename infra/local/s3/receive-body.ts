import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import type { CheckedExtent } from "./bodies.ts";
import { readClaims } from "./body-claims.ts";
import { type Checksum, type ChecksumAlgorithm, encodeCrc32, startChecksum } from "./checksums.ts";
import type { Encryption } from "./object-traits.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";

export interface ReceivedBody {
  readonly sizeBytes: number;
  readonly extents: readonly CheckedExtent[];
  readonly etag: string;
  /** The client's, verified; else one of the algorithm asked for. */
  readonly checksum: Checksum;
}

export interface ReceiveOptions {
  readonly encryption: Encryption;
  /** Computed when the client sends no checksum of its own. */
  readonly algorithm: ChecksumAlgorithm;
}

/** Streams a body to the disk and checks all that its sender claims of it; nothing is kept of a body that fails. */
export async function receiveBody(request: S3Request, store: Store, options: ReceiveOptions): Promise<ReceivedBody> {
  const claims = readClaims(request, store.limits.requestBytesMax);
  const algorithm = claims.checksumAlgorithm ?? options.algorithm;
  const running = algorithm === "CRC32" ? undefined : startChecksum(algorithm);
  const wantsMd5 = options.encryption.algorithm !== "aws:kms" || claims.md5 !== undefined;
  const md5 = wantsMd5 ? createHash("md5") : undefined;
  const sha256 = claims.sha256 === undefined ? undefined : createHash("sha256");
  let crc = 0;
  let sizeBytes = 0;
  const seen: { result?: Pick<ReceivedBody, "checksum" | "etag"> } = {};
  async function* observed(): AsyncGenerator<Uint8Array> {
    for await (const bytes of claims.bytes) {
      sizeBytes += bytes.length;
      if (sizeBytes > claims.sizeBytes) throw s3Error("IncompleteBody");
      crc = crc32(bytes, crc);
      running?.update(bytes);
      md5?.update(bytes);
      sha256?.update(bytes);
      yield bytes;
    }
    if (sizeBytes !== claims.sizeBytes) throw s3Error("IncompleteBody");
    if (sha256 !== undefined && sha256.digest("hex") !== claims.sha256) throw s3Error("XAmzContentSHA256Mismatch");
    const checksum = { algorithm, value: running?.value() ?? encodeCrc32(crc) };
    const claimed = claims.checksum();
    if (claimed !== undefined && claimed.value !== checksum.value) {
      throw s3Error("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);
    }
    const digest = md5?.digest();
    if (claims.md5 !== undefined && digest?.equals(claims.md5) !== true) throw s3Error("BadDigest");
    const etag =
      options.encryption.algorithm === "aws:kms" ? opaqueEtag() : (digest ?? Buffer.alloc(0)).toString("hex");
    seen.result = { checksum, etag };
  }
  const blob = claims.sizeBytes === 0 ? await drain(observed()) : await store.blobs.write(observed());
  if (seen.result === undefined) throw new Error("a body was stored without being checked");
  const extents = blob === undefined ? [] : [{ blob, offset: 0, length: sizeBytes, crc32: crc }];
  return { ...seen.result, sizeBytes, extents };
}

/** Under KMS an ETag is no digest: equal bytes get another one each time. */
export const opaqueEtag = (): string => randomBytes(16).toString("hex");

async function drain(source: AsyncIterable<Uint8Array>): Promise<undefined> {
  for await (const bytes of source) if (bytes.length > 0) throw s3Error("IncompleteBody");
}
