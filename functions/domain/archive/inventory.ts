/** What a backup is made of, one line each: `inventory.ndjson`. The archive's bytes are a pure function of it. */
export type InventoryLine = SnapshotLine | InventoryEntry | MissingAttachment;
/** What goes in, in its order: attachments by id, then the dump. */
export type InventoryEntry = AttachmentEntry | DumpEntry;

/** The first line: the moment in the tenant's database that all the others belong to. */
export interface SnapshotLine {
  readonly kind: "snapshot";
  /** Milliseconds since 1970. */
  readonly takenAt: number;
  readonly serverVersion: string;
  readonly dumpProgramVersion: string;
  readonly schemaVersion?: string;
  /** Rows by `schema.table`. */
  readonly rowCounts: Readonly<Record<string, number>>;
}

export interface AttachmentEntry {
  readonly kind: "attachment";
  readonly id: number;
  /** The name as OpenProject has it. */
  readonly file: string;
  /** The name in the archive: `entryPath(id, file)`. */
  readonly path: string;
  readonly bytes: number;
  /** Hex MD5 as OpenProject recorded it; empty when it has none. */
  readonly md5: string;
  /** Where the bytes are: key and ETag in the tenant's bucket. */
  readonly key: string;
  readonly etag: string;
  /** The same bytes in the previous archive; absent where that does not have them. */
  readonly previous?: PreviousCopy;
}

/** An entry as it stands in the previous archive of its tenant: nothing of it has to be worked out again. */
export interface PreviousCopy {
  /** Of its local header. */
  readonly offset: number;
  readonly crc32: number;
  /** Hex; absent where that archive does not know it. */
  readonly sha256?: string;
  readonly isDigestDifferent: boolean;
}

export interface DumpEntry {
  readonly kind: "dump";
  readonly path: string;
  readonly bytes: number;
  readonly crc32: number;
  /** Hex. */
  readonly sha256: string;
  /** In the work bucket. */
  readonly key: string;
}

/** An attachment that the database knows and the archive cannot have. */
export type MissingAttachment = {
  readonly kind: "missing";
  readonly id: number;
  readonly file: string;
} & (
  | { readonly why: "gone" }
  | { readonly why: "other-size"; readonly recordedBytes: number; readonly foundBytes: number }
  /** It changed or vanished while it was read. */
  | { readonly why: "changed" }
);

export const DUMP_PATH = "openproject.pgdump";

/** Lines to bytes, some 64 KiB at a time. */
export async function* encodeInventory(
  lines: AsyncIterable<InventoryLine> | Iterable<InventoryLine>,
): AsyncGenerator<Uint8Array> {
  let text = "";
  for await (const line of lines) {
    text += `${JSON.stringify(line)}\n`;
    if (text.length >= 65_536) {
      yield Buffer.from(text);
      text = "";
    }
  }
  if (text !== "") yield Buffer.from(text);
}
