import type { BlobStore } from "./blob-store.ts";
import type { Metadata } from "./metadata.ts";

/** Sizes that AWS sets; tests of others shrink them by parameter. */
export interface S3Limits {
  /** Smallest part but the last, and the size that the source of a range copy must exceed. */
  readonly partBytesMin: number;
  readonly rangeCopySourceBytesMin: number;
  /** Largest body of one request, and largest source of one copy. */
  readonly requestBytesMax: number;
}

export const awsLimits: S3Limits = {
  partBytesMin: 5 * 1024 ** 2,
  rangeCopySourceBytesMin: 5 * 1024 ** 2,
  requestBytesMax: 5 * 1024 ** 3,
};

/** Where UploadPartCopy tells the checksum of the copied part: AWS in its answer, Ceph in ListParts only, others nowhere. */
export type CopyAnswers = "checksum" | "list-only" | "none";

export interface Store extends Pick<Metadata, "sql" | "atomically"> {
  readonly blobs: BlobStore;
  readonly region: string;
  readonly accountId: string;
  readonly limits: S3Limits;
  readonly copyAnswers: CopyAnswers;
  readonly isTls: boolean;
  nowMs(): number;
}
