import { crc32 } from "../../functions/domain/archive/crc32.ts";
import { centralEntry, endRecords, localHeader } from "../../functions/domain/archive/zip-records.ts";

type Change = (record: Buffer) => void;

export interface CraftedEntry {
  readonly path: string;
  readonly content?: string;
  /** Touches its record in the directory, or its local header. */
  readonly record?: Change;
  readonly header?: Change;
}

/** A ZIP as our writer makes them, but for what somebody changed in it. */
export function aCraftedZip(entries: readonly CraftedEntry[], declared = entries.length): Buffer {
  const before: Buffer[] = [];
  const records: Buffer[] = [];
  let offset = 0;
  for (const { path, content = "", record: changeRecord, header: changeHeader } of entries) {
    const bytes = Buffer.from(content);
    const entry = { path, bytes: bytes.length, crc32: crc32(bytes) };
    const header = Buffer.from(localHeader(entry));
    const record = Buffer.from(centralEntry({ ...entry, offset }));
    changeHeader?.(header);
    changeRecord?.(record);
    before.push(header, bytes);
    records.push(record);
    offset += header.length + bytes.length;
  }
  const directory = Buffer.concat(records);
  const end = endRecords({ entries: declared, bytes: directory.length, offset });
  return Buffer.concat([...before, directory, end]);
}
