import { createHash, randomUUID } from "node:crypto";
import type {
  ArchiveStore,
  CopySource,
  StoredArchive,
  StoredPart,
  Upload,
} from "../../functions/domain/archive/archive-store.ts";
import { crc32 } from "../../functions/domain/archive/crc32.ts";
import { Failure } from "../../functions/domain/failure.ts";
import { inChunks } from "./archive-contents.ts";

export interface MemoryArchiveStoreRules {
  /** Its own name. */
  readonly bucket?: string;
  /** Every part but the last has at least so many bytes. */
  readonly partBytesMin: number;
  readonly partsMax?: number;
  /** Under encryption the same bytes uploaded twice get another ETag. */
  readonly isEncrypted?: boolean;
  /** Whether a listed part has its CRC-32. */
  readonly listsCrc32?: boolean;
  /** What it can copy from. */
  readonly findSource?: (source: CopySource) => Promise<SourceObject | undefined>;
  /** What it says of a copy: with its CRC-32, without, or that it makes none. */
  readonly copyAnswers?: "checksum" | "none" | "refused";
  /** Some copy whatever the condition. */
  readonly ignoresEtags?: boolean;
  /** What is in it from the beginning, by key. */
  readonly holds?: ReadonlyMap<string, StoredObject>;
  /** By which locks end. */
  readonly now?: () => number;
}

export interface SourceObject {
  readonly content: Uint8Array;
  readonly etag: string;
}

export interface MemoryArchiveStore extends ArchiveStore {
  /** Bytes of parts that came here through a worker, and that did not. */
  readonly moved: { readonly put: number; readonly copied: number };
  /** By key. */
  readonly objects: ReadonlyMap<string, StoredObject>;
  /** Uploads that are open. */
  readonly uploads: ReadonlyMap<string, OpenMemoryUpload>;
}

export interface StoredObject extends StoredArchive {
  readonly content: Uint8Array;
  readonly crc32: number;
  retainedUntil: number;
}

interface OpenMemoryUpload extends Upload {
  readonly tenantId: string;
  readonly backupId: string;
  readonly parts: Map<number, StoredPart & { readonly content: Uint8Array }>;
}

/** One archive bucket, with the rules that S3 has for uploads in parts. */
export function memoryArchiveStore(rules: MemoryArchiveStoreRules): MemoryArchiveStore {
  const { partBytesMin, partsMax = 10_000, isEncrypted = true, listsCrc32 = true, now = () => 0 } = rules;
  const {
    bucket = "archives",
    findSource = async () => undefined,
    copyAnswers = "checksum",
    ignoresEtags = false,
  } = rules;
  const moved = { put: 0, copied: 0 };
  const objects = new Map<string, StoredObject>(rules.holds);
  const uploads = new Map<string, OpenMemoryUpload>();
  const open = ({ key, uploadId }: Upload): OpenMemoryUpload => {
    const upload = uploads.get(uploadId);
    if (upload?.key !== key) throw new Failure("store-not-found", { uploadId });
    return upload;
  };
  const partsOf = (upload: Upload) => [...open(upload).parts.values()].sort((a, b) => a.number - b.number);
  const stored = (
    key: string,
    whole: { readonly bytes: number; readonly crc32: number },
  ): StoredArchive | undefined => {
    const object = objects.get(key);
    if (object?.bytes !== whole.bytes || object.crc32 !== whole.crc32) return undefined;
    return { versionId: object.versionId, bytes: object.bytes };
  };

  const keep = (upload: Upload, number: number, bytes: Uint8Array): string => {
    const { parts } = open(upload);
    if (number < 1 || number > partsMax) throw new Failure("store-refused", { number });
    const etag = isEncrypted ? randomUUID() : createHash("md5").update(bytes).digest("hex");
    parts.set(number, { number, etag, bytes: bytes.length, crc32: crc32(bytes), content: Uint8Array.from(bytes) });
    return etag;
  };

  const ownSource = ({ key, versionId }: CopySource): SourceObject | undefined => {
    const object = objects.get(key);
    return object?.versionId === versionId ? object && { content: object.content, etag: "its own" } : undefined;
  };

  return {
    bucket,
    objects,
    uploads,
    moved,
    async begin({ key, tenantId, backupId }) {
      const uploadId = randomUUID();
      uploads.set(uploadId, { key, uploadId, tenantId, backupId, parts: new Map() });
      return uploadId;
    },
    async putPart(upload, number, bytes, sum) {
      if (crc32(bytes) !== sum) throw new Failure("store-refused", { number });
      moved.put += bytes.length;
      return keep(upload, number, bytes);
    },
    async streamPart(upload, number, bytes, openStream) {
      open(upload);
      const content = Buffer.concat(await Array.fromAsync(openStream()));
      if (content.length !== bytes) throw new Failure("store-refused", { number });
      moved.put += bytes;
      return keep(upload, number, content);
    },
    async copyPart(upload, number, source, first, last) {
      open(upload);
      if (copyAnswers === "refused") return { outcome: "refused", error: "AccessDenied" };
      const object = source.bucket === bucket ? ownSource(source) : await findSource(source);
      const etag = ignoresEtags ? object?.etag : (source.etag ?? object?.etag);
      if (object === undefined || etag !== object.etag) {
        throw new Failure("source-changed", { key: source.key });
      }
      if (last >= object.content.length) return { outcome: "refused", error: "InvalidArgument" };
      // What a range is taken of has more than the least part, and what is taken has as much.
      if (object.content.length <= partBytesMin || last - first + 1 < partBytesMin) {
        throw new Failure("store-refused", { number, first, last });
      }
      const bytes = object.content.subarray(first, last + 1);
      moved.copied += bytes.length;
      const copied = { outcome: "copied", etag: keep(upload, number, bytes) } as const;
      return { ...copied, ...(copyAnswers === "checksum" ? { crc32: crc32(bytes) } : {}) };
    },
    async *listParts(upload) {
      for (const { number, etag, bytes, crc32: sum } of partsOf(upload)) {
        yield { number, etag, bytes, ...(listsCrc32 ? { crc32: sum } : {}) };
      }
    },
    async complete(upload, parts, whole) {
      const before = stored(upload.key, whole);
      if (!uploads.has(upload.uploadId) && before) return before;
      const content = joined(open(upload), parts, partBytesMin);
      if (content.length !== whole.bytes || crc32(content) !== whole.crc32) throw corrupt("BadDigest");
      if (objects.has(upload.key)) throw new Failure("store-conflict", { key: upload.key });
      uploads.delete(upload.uploadId);
      const archive = { versionId: randomUUID(), bytes: content.length };
      objects.set(upload.key, { ...archive, content, crc32: whole.crc32, retainedUntil: 0 });
      return archive;
    },
    findCompleted: async (key, whole) => stored(key, whole),
    async *openUploads() {
      for (const { parts: _, ...upload } of uploads.values()) yield upload;
    },
    async abort({ uploadId }) {
      uploads.delete(uploadId);
    },
    async *read({ key, versionId }, first, last) {
      const object = objects.get(key);
      if (object?.versionId !== versionId) throw new Failure("store-not-found", { key });
      yield* inChunks(object.content.subarray(first, last + 1), 509);
    },
    async removeVersions(prefix, kept) {
      let isAllGone = true;
      for (const [key, { versionId, retainedUntil }] of objects) {
        if (!key.startsWith(prefix) || versionId === kept) continue;
        if (retainedUntil > now()) isAllGone = false;
        else objects.delete(key);
      }
      return isAllGone;
    },
    async retain({ key, versionId }, until) {
      const object = objects.get(key);
      if (object?.versionId !== versionId) throw new Failure("store-not-found", { key });
      object.retainedUntil = until;
    },
  };
}

/** The bytes of the named parts, as the store would join them; what is not named is dropped. */
function joined(upload: OpenMemoryUpload, named: readonly StoredPart[], partBytesMin: number): Uint8Array {
  const contents = named.map(({ number, etag, crc32: sum }, index) => {
    const part = upload.parts.get(number);
    if (part?.etag !== etag || (sum !== undefined && part.crc32 !== sum)) throw corrupt("InvalidPart");
    if (number <= (named[index - 1]?.number ?? 0)) throw corrupt("InvalidPartOrder");
    if (index < named.length - 1 && part.bytes < partBytesMin) throw corrupt("EntityTooSmall");
    return part.content;
  });
  return Buffer.concat(contents);
}

const corrupt = (error: string): Failure => new Failure("archive-corrupt", { error });
