import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { Failure } from "../failure.ts";
import type { AttachmentEntry, PreviousCopy } from "./inventory.ts";
import { readLines } from "./read-lines.ts";
import { localHeaderBytes } from "./zip-records.ts";

/** An attachment as the previous archive's list of entries has it. */
interface PreviousEntry extends PreviousCopy {
  readonly id: number;
  readonly file: string;
  readonly bytes: number;
  readonly md5: string;
  readonly etag: string;
}

/** Asked for attachments by rising id, gives what the previous archive has of each. */
export interface PreviousEntries {
  /** Undefined: it has none, or one that is not the same in every respect. */
  find(entry: AttachmentEntry): Promise<PreviousCopy | undefined>;
  /** Reads to the end. Throws `archive-corrupt` unless all of it was what was written. */
  end(): Promise<void>;
}

const listLine = z.object({
  path: z.string(),
  bytes: z.number(),
  crc32: z.string(),
  sha256: z.optional(z.string()),
  id: z.optional(z.number()),
  file: z.optional(z.string()),
  md5: z.optional(z.string()),
  digestDiffers: z.optional(z.boolean()),
  source: z.optional(z.object({ key: z.string(), etag: z.string() })),
});
const missingLine = z.object({ missing: z.object({}) });

/**
 * Reads the list of entries of the previous archive, whose SHA-256 is known, side by side with a new inventory: both are
 * by id, so nothing piles up. The lines are in the order of the archive, from its first byte on: each entry's place
 * follows from those before it. Whatever goes wrong is `archive-corrupt`: a backup can do without a previous one.
 */
export function previousEntries(list: AsyncIterable<Uint8Array>, sha256: string): PreviousEntries {
  const entries = attachmentsOf(list, sha256);
  let next: Promise<IteratorResult<PreviousEntry, void>> | undefined;

  return {
    async find(entry) {
      for (;;) {
        const { value: previous, done } = await (next ??= entries.next());
        if (done || previous.id > entry.id) return undefined;
        next = undefined;
        if (previous.id < entry.id) continue;
        const { id: _, file, bytes, md5, etag, ...copy } = previous;
        const isSame = file === entry.file && bytes === entry.bytes && md5 === entry.md5 && etag === entry.etag;
        return isSame ? copy : undefined;
      }
    },
    async end() {
      next = undefined;
      for await (const _ of entries);
    },
  };
}

async function* attachmentsOf(list: AsyncIterable<Uint8Array>, sha256: string): AsyncGenerator<PreviousEntry, void> {
  const digest = createHash("sha256");
  try {
    let offset = 0;
    for await (const batch of readLines(digested(list, digest))) {
      for (const { text } of batch) {
        const line: unknown = JSON.parse(text);
        const parsed = listLine.safeParse(line);
        if (!parsed.success) {
          missingLine.parse(line);
          continue;
        }
        const { path, bytes, crc32, source, id, file, md5 = "", sha256, digestDiffers = false } = parsed.data;
        if (id !== undefined && file !== undefined && source !== undefined) {
          const sums = { crc32: Number.parseInt(crc32, 16), ...(sha256 === undefined ? {} : { sha256 }) };
          yield { id, file, bytes, md5, etag: source.etag, offset, ...sums, isDigestDifferent: digestDiffers };
        }
        offset += localHeaderBytes({ path, bytes }) + bytes;
      }
    }
  } catch (error) {
    throw new Failure("archive-corrupt", { what: "entries of the previous archive" }, error);
  }
  if (digest.digest("hex") !== sha256)
    throw new Failure("archive-corrupt", { what: "entries of the previous archive" });
}

async function* digested(
  chunks: AsyncIterable<Uint8Array>,
  digest: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    digest.update(chunk);
    yield chunk;
  }
}
