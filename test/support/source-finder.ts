import type { CopySource } from "../../functions/domain/archive/archive-store.ts";
import type { SourceObject } from "./memory-archive-store.ts";
import type { MemoryAttachments } from "./memory-attachments.ts";
import type { memoryWorkStore } from "./memory-work-store.ts";

/** What the archive store can copy from besides itself: our working objects, and the tenant's bucket. */
export const sourceFinder =
  (work: ReturnType<typeof memoryWorkStore>, attachments: MemoryAttachments, attachmentsBucket: string) =>
  async ({ bucket, key }: CopySource): Promise<SourceObject | undefined> => {
    const dump = bucket === work.bucket ? work.objects.get(key) : undefined;
    if (dump !== undefined) return { content: dump, etag: "of the dump" };
    const object = bucket === attachmentsBucket ? attachments.objects.get(key) : undefined;
    return object && { content: object.bytes, etag: object.etag };
  };
