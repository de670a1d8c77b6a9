import { createHash } from "node:crypto";
import { crc32 } from "../../functions/domain/archive/crc32.ts";
import { entryPath } from "../../functions/domain/archive/entry-path.ts";
import {
  type AttachmentEntry,
  DUMP_PATH,
  encodeInventory,
  type InventoryEntry,
  type InventoryLine,
  type MissingAttachment,
  type SnapshotLine,
} from "../../functions/domain/archive/inventory.ts";
import type { ReadEntry } from "../../functions/domain/archive/read-exactly.ts";

/** What a backup is made of, content and all. */
export interface Contents {
  readonly lines: readonly InventoryLine[];
  readonly inventory: Uint8Array;
  readonly entries: readonly InventoryEntry[];
  readonly bytesOf: ReadonlyMap<string, Uint8Array>;
  readonly read: ReadEntry;
}

export const aSnapshot = (changes: Partial<SnapshotLine> = {}): SnapshotLine => ({
  kind: "snapshot",
  takenAt: Date.UTC(2026, 0, 31, 3, 14),
  serverVersion: "15.18",
  dumpProgramVersion: "17.7",
  schemaVersion: "20251105120000",
  rowCounts: { "public.users": 7, "public.attachments": 3 },
  ...changes,
});

export function anAttachment(
  id: number,
  bytes: Uint8Array,
  { file = `file-${id}.bin`, ...changes }: Partial<AttachmentEntry> = {},
): AttachmentEntry {
  const md5 = createHash("md5").update(bytes).digest("hex");
  const key = `uploads/attachment/file/${id}/${file}`;
  const path = entryPath(id, file);
  return { kind: "attachment", id, file, path, bytes: bytes.length, md5, key, etag: md5, ...changes };
}

/** Attachments in their order (a missing one has no bytes), and the dump. */
export async function someContents(
  attachments: readonly (readonly [AttachmentEntry, Uint8Array] | MissingAttachment)[],
  dump: Uint8Array,
): Promise<Contents> {
  const sha256 = createHash("sha256").update(dump).digest("hex");
  const dumpLine = {
    kind: "dump",
    path: DUMP_PATH,
    bytes: dump.length,
    crc32: crc32(dump),
    sha256,
    key: "dump",
  } as const;
  const bytesOf = new Map<string, Uint8Array>([[DUMP_PATH, dump]]);
  const lines: InventoryLine[] = [aSnapshot()];
  for (const attachment of attachments) {
    if ("kind" in attachment) lines.push(attachment);
    else {
      lines.push(attachment[0]);
      bytesOf.set(attachment[0].path, attachment[1]);
    }
  }
  lines.push(dumpLine);
  const chunks: Uint8Array[] = [];
  for await (const chunk of encodeInventory(lines)) chunks.push(chunk);
  const entries = lines.filter((line) => line.kind === "attachment" || line.kind === "dump");
  return { lines, inventory: Buffer.concat(chunks), entries, bytesOf, read: readFrom(bytesOf) };
}

/** Gives a range in chunks of uneven sizes, as a network does. */
export const readFrom = (bytesOf: ReadonlyMap<string, Uint8Array>): ReadEntry =>
  async function* (entry, first, last) {
    const bytes = bytesOf.get(entry.path)?.subarray(first, last + 1) ?? new Uint8Array();
    for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 3) % 1021) {
      yield bytes.subarray(at, at + size);
    }
  };

export async function* inChunks(bytes: Uint8Array, chunkBytes = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

/** Ranged reads of a buffer, as a store answers them. */
export const rangesOf = (bytes: Uint8Array) => (first: number, last: number) =>
  inChunks(bytes.subarray(first, last + 1), 4096);
