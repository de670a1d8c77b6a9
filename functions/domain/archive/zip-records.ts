/**
 * The records of a ZIP file, after PKWARE's APPNOTE 6.3.10: entries are stored, never deflated, and carry no data
 * descriptors, so that streaming readers can follow; Zip64 fields stand exactly where a value does not fit.
 */
export interface ZipEntry {
  /** UTF-8, with `/` between segments; at most 65,535 bytes. */
  readonly path: string;
  readonly bytes: number;
  readonly crc32: number;
}

export interface PlacedEntry extends ZipEntry {
  /** Where its local header stands in the archive. */
  readonly offset: number;
}

const UINT16_FULL = 0xffff;
const UINT32_FULL = 0xffff_ffff;

/** General purpose bit 11: the name is UTF-8. */
const UTF8_NAMES = 1 << 11;
/** 4.4.3: 1.0 for stored files, 4.5 with Zip64 fields. */
const VERSION_STORED = 10;
const VERSION_ZIP64 = 45;
/** 4.4.2: made on Unix, by a program of version 6.3 of the note. */
const MADE_BY = (3 << 8) | 63;
/** A regular file, 0644, in the upper half of the external attributes. */
const UNIX_FILE_0644 = 0o100644 * 0x1_0000;
/** 1980-01-01 00:00:00, the first moment the format knows. Archives of the same things are the same bytes. */
const DOS_DATE = (1 << 5) | 1;
const ZIP64_EXTRA = 0x0001;

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const ZIP64_END_BYTES = 56;
const ZIP64_LOCATOR_BYTES = 20;
/** Both sizes: a local header needs both where it has one (4.5.3). */
const ZIP64_LOCAL_EXTRA_BYTES = 20;

const hasWideSize = (bytes: number): boolean => bytes >= UINT32_FULL;

/** Length of the local header, known before the CRC-32 is. */
export const localHeaderBytes = ({ path, bytes }: Omit<ZipEntry, "crc32">): number =>
  LOCAL_BYTES + Buffer.byteLength(path) + (hasWideSize(bytes) ? ZIP64_LOCAL_EXTRA_BYTES : 0);

export function localHeader(entry: ZipEntry): Uint8Array {
  const isWide = hasWideSize(entry.bytes);
  const header = Buffer.alloc(localHeaderBytes(entry));
  const nameBytes = header.write(entry.path, LOCAL_BYTES);
  header.writeUInt32LE(0x04034b50, 0);
  writeCommonFields(header, 4, entry, isWide ? VERSION_ZIP64 : VERSION_STORED, nameBytes);
  header.writeUInt16LE(isWide ? ZIP64_LOCAL_EXTRA_BYTES : 0, 28);
  if (isWide) writeZip64Extra(header, LOCAL_BYTES + nameBytes, [entry.bytes, entry.bytes]);
  return header;
}

/** The entry's line in the central directory. */
export function centralEntry(entry: PlacedEntry): Uint8Array {
  const { offset } = entry;
  const isWide = hasWideSize(entry.bytes);
  const wide = [...(isWide ? [entry.bytes, entry.bytes] : []), ...(offset >= UINT32_FULL ? [offset] : [])];
  const extraBytes = wide.length === 0 ? 0 : 4 + wide.length * 8;
  const record = Buffer.alloc(CENTRAL_BYTES + Buffer.byteLength(entry.path) + extraBytes);
  const nameBytes = record.write(entry.path, CENTRAL_BYTES);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(MADE_BY, 4);
  writeCommonFields(record, 6, entry, wide.length === 0 ? VERSION_STORED : VERSION_ZIP64, nameBytes);
  record.writeUInt16LE(extraBytes, 30);
  record.writeUInt32LE(UNIX_FILE_0644, 38);
  record.writeUInt32LE(Math.min(offset, UINT32_FULL), 42);
  if (wide.length > 0) writeZip64Extra(record, CENTRAL_BYTES + nameBytes, wide);
  return record;
}

/** What stands after the central directory, which starts at `offset`: Zip64 end and its locator if needed, and the end. */
export function endRecords(directory: { readonly entries: number; readonly bytes: number; readonly offset: number }) {
  const { entries, bytes, offset } = directory;
  const isWide = entries >= UINT16_FULL || bytes >= UINT32_FULL || offset >= UINT32_FULL;
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(entries, UINT16_FULL), 8);
  end.writeUInt16LE(Math.min(entries, UINT16_FULL), 10);
  end.writeUInt32LE(Math.min(bytes, UINT32_FULL), 12);
  end.writeUInt32LE(Math.min(offset, UINT32_FULL), 16);
  if (!isWide) return end;

  const wideEnd = Buffer.alloc(ZIP64_END_BYTES + ZIP64_LOCATOR_BYTES);
  wideEnd.writeUInt32LE(0x06064b50, 0);
  writeUInt64(wideEnd, 4, ZIP64_END_BYTES - 12);
  wideEnd.writeUInt16LE(MADE_BY, 12);
  wideEnd.writeUInt16LE(VERSION_ZIP64, 14);
  writeUInt64(wideEnd, 24, entries);
  writeUInt64(wideEnd, 32, entries);
  writeUInt64(wideEnd, 40, bytes);
  writeUInt64(wideEnd, 48, offset);
  wideEnd.writeUInt32LE(0x07064b50, ZIP64_END_BYTES);
  writeUInt64(wideEnd, ZIP64_END_BYTES + 8, offset + bytes);
  wideEnd.writeUInt32LE(1, ZIP64_END_BYTES + 16);
  return Buffer.concat([wideEnd, end]);
}

/** Version needed up to the length of the name: the same fields, in the same order, in both kinds of header. */
function writeCommonFields(record: Buffer, at: number, entry: ZipEntry, version: number, nameBytes: number): void {
  const narrowBytes = Math.min(entry.bytes, UINT32_FULL);
  record.writeUInt16LE(version, at);
  record.writeUInt16LE(UTF8_NAMES, at + 2);
  record.writeUInt16LE(DOS_DATE, at + 8);
  record.writeUInt32LE(entry.crc32, at + 10);
  record.writeUInt32LE(narrowBytes, at + 14);
  record.writeUInt32LE(narrowBytes, at + 18);
  record.writeUInt16LE(nameBytes, at + 22);
}

function writeZip64Extra(record: Buffer, at: number, values: readonly number[]): void {
  record.writeUInt16LE(ZIP64_EXTRA, at);
  record.writeUInt16LE(values.length * 8, at + 2);
  for (const [index, value] of values.entries()) writeUInt64(record, at + 4 + index * 8, value);
}

const writeUInt64 = (record: Buffer, at: number, value: number): void => {
  record.writeBigUInt64LE(BigInt(value), at);
};
