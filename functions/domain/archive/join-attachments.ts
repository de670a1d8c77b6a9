import type { StoredAttachment } from "../source/attachment-source.ts";
import type { AttachmentRecord } from "../source/database-source.ts";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./archive-limits.ts";
import { entryPath } from "./entry-path.ts";
import type { AttachmentEntry, MissingAttachment, PreviousCopy } from "./inventory.ts";
import type { PreviousEntries } from "./previous-entries.ts";
import { tableOfStored } from "./stored-table.ts";

/**
 * Joins what the database knows (`records`, by id) with what the store has (`listing`, in any order) into lines of the
 * inventory, by id. Nothing is dropped: what the store does not have, or has in another size, is a line too. List the
 * store after the snapshot was taken, else what came between would look gone. What the `previous` archive has is said.
 * Throws `archive-too-large` before it yields anything, and what `previous` throws.
 */
export async function* joinAttachments(
  records: AsyncIterable<AttachmentRecord>,
  listing: AsyncIterable<StoredAttachment>,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
  previous?: PreviousEntries,
): AsyncGenerator<AttachmentEntry | MissingAttachment> {
  const stored = await tableOfStored(listing, limits);
  let lastId = -1;
  for await (const record of records) {
    if (record.id <= lastId) throw new RangeError("attachments have to come by id, each once");
    lastId = record.id;
    const line = inventoryLine(record, stored.take(record.id, record.file));
    yield line.kind === "attachment" && previous ? withCopy(line, await previous.find(line)) : line;
  }
  await previous?.end();
}

const withCopy = (entry: AttachmentEntry, previous: PreviousCopy | undefined): AttachmentEntry =>
  previous ? { ...entry, previous } : entry;

function inventoryLine(
  { id, file, bytes, md5 }: AttachmentRecord,
  object: StoredAttachment | undefined,
): AttachmentEntry | MissingAttachment {
  if (!object) return { kind: "missing", id, file, why: "gone" };
  if (object.bytes !== bytes) {
    return { kind: "missing", id, file, why: "other-size", recordedBytes: bytes, foundBytes: object.bytes };
  }
  return { kind: "attachment", id, file, path: entryPath(id, file), bytes, md5, key: object.key, etag: object.etag };
}
