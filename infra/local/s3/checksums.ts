import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { combineCrc32, combineCrc32c, combineCrc64Nvme } from "./crc-combine.ts";
import { crc32c, crc64Nvme } from "./crc-tables.ts";
import { s3Error } from "./s3-error.ts";

export const checksumAlgorithms = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];
export type ChecksumType = "FULL_OBJECT" | "COMPOSITE";

/** Values are base64, big endian; that of a COMPOSITE ends in `-<number of parts>`. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
}

export interface RunningChecksum {
  update(bytes: Uint8Array): void;
  value(): string;
}

const bytesOf: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
};

export function startChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  if (algorithm === "CRC32") return running32((bytes, previous) => crc32(bytes, previous));
  if (algorithm === "CRC32C") return running32(crc32c);
  if (algorithm === "CRC64NVME") {
    let crc = 0n;
    return {
      update: (bytes) => {
        crc = crc64Nvme(bytes, crc);
      },
      value: () => encode64(crc),
    };
  }
  const hash = createHash(algorithm);
  return { update: (bytes) => void hash.update(bytes), value: () => hash.digest("base64") };
}

function running32(step: (bytes: Uint8Array, previous: number) => number): RunningChecksum {
  let crc = 0;
  return {
    update: (bytes) => {
      crc = step(bytes, crc);
    },
    value: () => encodeCrc32(crc),
  };
}

export function encodeCrc32(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc >>> 0);
  return bytes.toString("base64");
}

const decode64 = (value: string): bigint => Buffer.from(value, "base64").readBigUInt64BE();

const decodeCrc32 = (value: string): number => Buffer.from(value, "base64").readUInt32BE();

function encode64(crc: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(crc);
  return bytes.toString("base64");
}

export interface PartChecksum {
  readonly value: string;
  readonly sizeBytes: number;
}

/** What the whole has, worked out from its parts alone: combined for FULL_OBJECT, a checksum of checksums for COMPOSITE. */
export function combineChecksums(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly PartChecksum[],
): string {
  if (type === "COMPOSITE") {
    const whole = startChecksum(algorithm);
    for (const part of parts) whole.update(Buffer.from(part.value, "base64"));
    return `${whole.value()}-${parts.length}`;
  }
  if (algorithm === "CRC64NVME") {
    return encode64(parts.reduce((crc, part) => combineCrc64Nvme(crc, decode64(part.value), part.sizeBytes), 0n));
  }
  const combine = algorithm === "CRC32" ? combineCrc32 : combineCrc32c;
  return encodeCrc32(parts.reduce((crc, part) => combine(crc, decodeCrc32(part.value), part.sizeBytes), 0));
}

export const checksumHeader = (algorithm: ChecksumAlgorithm): string => `x-amz-checksum-${algorithm.toLowerCase()}`;

export const readAlgorithm = (name: string): ChecksumAlgorithm => {
  const found = checksumAlgorithms.find((algorithm) => algorithm === name.toUpperCase());
  if (found === undefined) throw s3Error("InvalidRequest", "Checksum algorithm provided is unsupported.");
  return found;
};

/** The one checksum that a request names in its headers (or its trailer); several are refused, as is one of a wrong length. */
export function readChecksum(read: (header: string) => string | undefined): Checksum | undefined {
  const given = checksumAlgorithms.flatMap((algorithm) => {
    const value = read(checksumHeader(algorithm));
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (given.length > 1) {
    throw s3Error(
      "InvalidRequest",
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  }
  const [only] = given;
  if (only !== undefined && !isWellFormed(only)) {
    throw s3Error("InvalidRequest", `Value for ${checksumHeader(only.algorithm)} header is invalid.`);
  }
  return only;
}

const isWellFormed = ({ algorithm, value }: Checksum): boolean => {
  const bytes = Buffer.from(value.replace(/-\d{1,5}$/u, ""), "base64");
  return bytes.length === bytesOf[algorithm];
};
