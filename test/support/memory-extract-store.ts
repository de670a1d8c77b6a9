import { crc32 } from "../../functions/domain/archive/crc32.ts";
import type { ExtractStore } from "../../functions/domain/extract/extract-store.ts";
import { type MemoryArchiveStore, type MemoryArchiveStoreRules, memoryArchiveStore } from "./memory-archive-store.ts";

export interface MemoryExtractStore extends ExtractStore {
  /** Bytes that came here through a function, and that did not. */
  readonly moved: MemoryArchiveStore["moved"];
  readonly objects: MemoryArchiveStore["objects"];
  readonly uploads: MemoryArchiveStore["uploads"];
}

/** Extracts of the archives in `archives`, with the rules that S3 has for uploads in parts. */
export function memoryExtractStore(
  archives: Pick<MemoryArchiveStore, "objects">,
  rules: Partial<MemoryArchiveStoreRules> = {},
): MemoryExtractStore {
  const store = memoryArchiveStore({
    partBytesMin: 1,
    bucket: "work",
    findSource: async ({ key, versionId }) => {
      const found = archives.objects.get(key);
      return found?.versionId === versionId ? found && { content: found.content, etag: "as it is" } : undefined;
    },
    ...rules,
  });
  const begin: ExtractStore["begin"] = async (object) => ({ key: object.key, uploadId: await store.begin(object) });
  return {
    moved: store.moved,
    objects: store.objects,
    uploads: store.uploads,
    async put(object, bytes, sum) {
      const upload = await begin(object);
      try {
        const etag = await store.putPart(upload, 1, bytes, sum);
        const part = { number: 1, etag, bytes: bytes.length, crc32: crc32(bytes) };
        await store.complete(upload, [part], { bytes: bytes.length, crc32: sum });
      } finally {
        await store.abort(upload);
      }
    },
    begin,
    putPart: store.putPart,
    copyPart: store.copyPart,
    async complete(upload, parts, whole) {
      await store.complete(upload, parts, whole);
    },
    abort: store.abort,
  };
}
