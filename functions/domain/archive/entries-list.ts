import type { MissingAttachment } from "./inventory.ts";
import type { SummedEntry } from "./summed-lines.ts";

export const ENTRIES_PATH = "entries.ndjson";

/** One line of entries.ndjson for what is in the archive. SHA-256 only where the bytes passed a worker in one piece. */
export function entriesListLine({ entry, sums }: SummedEntry): string {
  const plain = { path: entry.path, bytes: entry.bytes, crc32: hex(sums.crc32) };
  if (entry.kind === "dump") return line({ ...plain, sha256: entry.sha256 });
  return line({
    ...plain,
    ...(sums.sha256 ? { sha256: Buffer.from(sums.sha256).toString("hex") } : {}),
    id: entry.id,
    file: entry.file,
    ...(entry.md5 === "" ? {} : { md5: entry.md5 }),
    ...(sums.isDigestDifferent ? { digestDiffers: true } : {}),
    source: { key: entry.key, etag: entry.etag },
  });
}

/** The line of an attachment that is not in the archive. */
export function missingEntryLine(missing: MissingAttachment): string {
  const { kind, ...facts } = missing;
  return line({ [kind]: facts });
}

/** The line of a text that explains the archive. */
export const textEntryLine = (text: { path: string; bytes: number; crc32: number; sha256: string }): string =>
  line({ path: text.path, bytes: text.bytes, crc32: hex(text.crc32), sha256: text.sha256 });

const hex = (crc32: number): string => crc32.toString(16).padStart(8, "0");

const line = (value: object): string => `${JSON.stringify(value)}\n`;
