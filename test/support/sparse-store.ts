import { createHash, randomUUID } from "node:crypto";
import type { ArchiveStore, StoredPart } from "../../functions/domain/archive/archive-store.ts";
import { combineCrc32, crc32 } from "../../functions/domain/archive/crc32.ts";
import type { AttachmentSource } from "../../functions/domain/source/attachment-source.ts";
import type { AttachmentRecord } from "../../functions/domain/source/database-source.ts";

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
const ZEROS = Buffer.alloc(64 * 1024);

/** Attachments of any size, all of zeros that nobody stores. */
export interface SparseAttachments extends AttachmentSource {
  readonly records: readonly AttachmentRecord[];
  readonly bucket: string;
}

const keyOf = ({ id, file }: AttachmentRecord): string => `uploads/attachment/file/${id}/${file}`;

export function sparseAttachments(sizes: readonly number[]): SparseAttachments {
  const records = sizes.map((bytes, index) => ({ id: index + 1, file: `file-${index + 1}.bin`, bytes, md5: "" }));
  const listed = records.map((record) => ({ key: keyOf(record), bytes: record.bytes, etag: `"${record.bytes}"` }));
  return {
    records,
    bucket: "attachments",
    async *list() {
      yield* listed.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    },
    read: (_tenant, _object, first, last) => zeros(last - first + 1),
  };
}

async function* zeros(bytes: number): AsyncGenerator<Uint8Array> {
  for (let left = bytes; left > 0; left -= ZEROS.length) yield ZEROS.subarray(0, left);
}

const sums = new Map<number, number>();

/** CRC-32 of so many zeros, of which few are looked at. */
export function crc32OfZeros(bytes: number): number {
  if (bytes <= ZEROS.length) return crc32(ZEROS.subarray(0, bytes));
  const half = Math.floor(bytes / 2);
  const sum = sums.get(bytes) ?? combineCrc32(crc32OfZeros(half), crc32OfZeros(bytes - half), bytes - half);
  sums.set(bytes, sum);
  return sum;
}

interface SparsePart extends StoredPart {
  readonly crc32: number;
  /** Absent: zeros. */
  readonly content?: Uint8Array;
}

const never = (): never => {
  throw new TypeError("nobody asks a sparse store for that");
};

/** An archive store for one upload, with S3's own rules, that keeps what is put and only counts what is copied. */
export interface SparseArchiveStore extends ArchiveStore {
  /** The parts of the finished object. */
  parts(): readonly SparsePart[];
  readonly copies: readonly { readonly bytes: number; readonly sourceBytes: number }[];
}

export function sparseArchiveStore(attachments: SparseAttachments): SparseArchiveStore {
  const sizes = new Map(attachments.records.map((record) => [keyOf(record), record.bytes]));
  const uploaded = new Map<number, SparsePart>();
  const copies: { bytes: number; sourceBytes: number }[] = [];
  let finished: readonly SparsePart[] | undefined;

  const keep = (part: Omit<SparsePart, "etag">): string => {
    if (part.number < 1 || part.number > 10_000) throw new RangeError(`part ${part.number}`);
    if (part.bytes > 5 * GiB) throw new RangeError(`part of ${part.bytes} bytes`);
    const etag = createHash("md5").update(`${part.bytes} ${part.crc32}`).digest("hex");
    uploaded.set(part.number, { ...part, etag });
    return etag;
  };

  return {
    bucket: "archives",
    copies,
    parts: () => finished ?? never(),
    begin: async () => randomUUID(),
    putPart: async (_, number, bytes, sum) =>
      keep({ number, bytes: bytes.length, crc32: sum, content: Uint8Array.from(bytes) }),
    async copyPart(_, number, { bucket, key }, first, last) {
      const sourceBytes = bucket === attachments.bucket ? (sizes.get(key) ?? 0) : 0;
      const bytes = last - first + 1;
      if (sourceBytes === 0) return { outcome: "refused", error: "AccessDenied" };
      if (sourceBytes <= 5 * MiB || bytes < 5 * MiB || bytes > 5 * GiB || last >= sourceBytes) {
        throw new RangeError(`copy of ${bytes} bytes out of ${sourceBytes}`);
      }
      copies.push({ bytes, sourceBytes });
      const sum = crc32OfZeros(bytes);
      return { outcome: "copied", etag: keep({ number, bytes, crc32: sum }), crc32: sum };
    },
    async *listParts() {
      const sorted = [...uploaded.values()].sort((a, b) => a.number - b.number);
      for (const { content: _, ...part } of sorted) yield part;
    },
    async complete(_, parts, whole) {
      finished = parts.map(({ number }) => uploaded.get(number) ?? never());
      if (finished.slice(0, -1).some(({ bytes }) => bytes < 5 * MiB)) throw new RangeError("EntityTooSmall");
      const bytes = finished.reduce((sum, part) => sum + part.bytes, 0);
      const sum = finished.reduce((before, part) => combineCrc32(before, part.crc32, part.bytes), 0);
      if (bytes !== whole.bytes || sum !== whole.crc32) throw new RangeError("BadDigest");
      return { versionId: "v1", bytes };
    },
    async *read(_, first, last) {
      let at = 0;
      for (const { bytes, content } of finished ?? never()) {
        const from = Math.max(first - at, 0);
        const end = Math.min(last + 1 - at, bytes);
        if (from < end) yield* content ? [content.subarray(from, end)] : zeros(end - from);
        at += bytes;
      }
    },
    findCompleted: async () => undefined,
    retain: async () => undefined,
    streamPart: never,
    openUploads: never,
    abort: never,
    removeVersions: never,
  };
}
