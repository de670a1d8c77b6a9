import { createHash } from "node:crypto";
import { Failure } from "../../functions/domain/failure.ts";
import type { AttachmentSource } from "../../functions/domain/source/attachment-source.ts";
import type { AttachmentRecord } from "../../functions/domain/source/database-source.ts";
import { inChunks } from "./archive-contents.ts";

/** A tenant's attachment store. What is put again has another ETag, what is removed is gone. */
export interface MemoryAttachments extends AttachmentSource {
  put(id: number, file: string, bytes: Uint8Array): void;
  remove(id: number, file: string): void;
  /** By key. */
  readonly objects: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly etag: string }>;
}

/** An attachment as the database and the store have it. */
export interface AnAttachment {
  readonly id: number;
  readonly file: string;
  readonly content: Uint8Array;
}

export const recordOf = ({ id, file, content }: AnAttachment): AttachmentRecord => ({
  id,
  file,
  bytes: content.length,
  md5: createHash("md5").update(content).digest("hex"),
});

const keyOf = (id: number, file: string): string => `uploads/attachment/file/${id}/${file}`;

export function memoryAttachments(attachments: readonly AnAttachment[]): MemoryAttachments {
  const objects = new Map<string, { readonly bytes: Uint8Array; readonly etag: string }>();
  const put = (id: number, file: string, bytes: Uint8Array): void => {
    objects.set(keyOf(id, file), { bytes, etag: `"${createHash("md5").update(bytes).digest("hex")}"` });
  };
  for (const { id, file, content } of attachments) put(id, file, content);

  return {
    objects,
    put,
    remove: (id, file) => void objects.delete(keyOf(id, file)),
    async *list() {
      for (const [key, { bytes, etag }] of [...objects].sort(([a], [b]) => (a < b ? -1 : 1))) {
        yield { key, bytes: bytes.length, etag };
      }
    },
    async *read(_tenant, { key, etag }, first, last) {
      const object = objects.get(key);
      if (object?.etag !== etag) throw new Failure("source-changed", { key });
      yield* inChunks(object.bytes.subarray(first, last + 1), 113);
    },
  };
}
