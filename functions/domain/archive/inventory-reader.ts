import { Failure } from "../failure.ts";
import type { InventoryEntry, InventoryLine, SnapshotLine } from "./inventory.ts";
import { readLines } from "./read-lines.ts";

/** A line with its place, so that whoever needs it again reads it alone. */
export interface PlacedLine {
  readonly line: InventoryLine;
  /** Where it starts in the inventory, and its length with the newline. */
  readonly offset: number;
  readonly bytes: number;
}

type Fields<Line> = { readonly [field in keyof Line]-?: "string" | "number" | "object" };
type LineOf<Kind> = Extract<InventoryLine, { readonly kind: Kind }>;

/** By hand rather than by zod: a million lines are laid out within seconds, and their check is most of what is left. */
const FIELDS = {
  snapshot: {
    kind: "string",
    takenAt: "number",
    serverVersion: "string",
    dumpProgramVersion: "string",
    rowCounts: "object",
  },
  attachment: {
    kind: "string",
    id: "number",
    file: "string",
    path: "string",
    bytes: "number",
    md5: "string",
    key: "string",
    etag: "string",
  },
  dump: { kind: "string", path: "string", bytes: "number", crc32: "number", sha256: "string", key: "string" },
  missing: { kind: "string", id: "number", file: "string", why: "string" },
} as const satisfies { readonly [kind in InventoryLine["kind"]]: Partial<Fields<LineOf<kind>>> };

const CHECKS = new Map(Object.entries(FIELDS).map(([kind, fields]) => [kind, Object.entries(fields)]));

/**
 * Reads lines from bytes that start at `offset`, the beginning of a line. Throws `store-conflict` for a line that
 * `encodeInventory` did not write.
 */
export async function* decodeInventory(bytes: AsyncIterable<Uint8Array>, offset = 0): AsyncGenerator<PlacedLine> {
  let at = offset;
  for await (const batch of readLines(bytes)) {
    for (const { text, bytes } of batch) {
      yield { line: parseLine(text, at), offset: at, bytes };
      at += bytes;
    }
  }
}

/** The entries alone. */
export async function* decodeEntries(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<InventoryEntry> {
  for await (const { line } of decodeInventory(bytes)) {
    if (line.kind === "attachment" || line.kind === "dump") yield line;
  }
}

/** The first line alone: reads no further. */
export async function decodeSnapshot(bytes: AsyncIterable<Uint8Array>): Promise<SnapshotLine> {
  for await (const { line } of decodeInventory(bytes)) {
    if (line.kind === "snapshot") return line;
    break;
  }
  throw new Failure("store-conflict", { what: "inventory without a snapshot" });
}

function parseLine(text: string, offset: number): InventoryLine {
  try {
    const value: unknown = JSON.parse(text);
    if (isLine(value)) return value;
  } catch (error) {
    throw new Failure("store-conflict", { what: "inventory", offset }, error);
  }
  throw new Failure("store-conflict", { what: "inventory", offset });
}

function isLine(value: unknown): value is InventoryLine {
  if (!isRecord(value) || typeof value["kind"] !== "string") return false;
  const fields = CHECKS.get(value["kind"]);
  return (fields?.every(([field, type]) => typeof value[field] === type) ?? false) && isCopy(value["previous"]);
}

const isCopy = (value: unknown): boolean =>
  value === undefined || (isRecord(value) && typeof value["offset"] === "number" && typeof value["crc32"] === "number");

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
