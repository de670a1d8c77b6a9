import { validateFileName } from "yauzl";
import { ENTRIES_PATH } from "../archive/entries-list.ts";
import { DUMP_PATH } from "../archive/inventory.ts";
import { MANIFEST_PATH, SIGNATURE_PATH } from "../archive/manifest.ts";
import { MISSING_PATH } from "../archive/missing-list.ts";
import { README_PATH } from "../archive/readme.ts";
import type { FileKind } from "./archive-file.ts";

/** Where a path stands in a central directory: of two paths the one of the lower rank, or else of the lower id, is first. */
export interface EntryPlace {
  readonly rank: number;
  /** Of the attachment; 0 for all others. */
  readonly id: number;
  readonly kind: FileKind;
}

const ATTACHMENT_PATH = /^attachment\/file\/(0|[1-9]\d{0,15})\/[^/]+$/;
const ATTACHMENT_RANK = 2;
const LAST_RANK = 6;
const record = (rank: number): EntryPlace => ({ rank, id: 0, kind: "record" });

/** The order of docs/archive-format.md. */
const SPECIAL_PLACES: ReadonlyMap<string, EntryPlace> = new Map([
  [README_PATH, record(0)],
  [DUMP_PATH, { rank: 1, id: 0, kind: "database" }],
  [MISSING_PATH, record(3)],
  [ENTRIES_PATH, record(4)],
  [MANIFEST_PATH, record(5)],
  [SIGNATURE_PATH, record(LAST_RANK)],
]);

/** Undefined: no archive of ours has such a path, or it would lead out of where it is unpacked. */
export function entryPlace(path: string): EntryPlace | undefined {
  const id = ATTACHMENT_PATH.exec(path)?.[1];
  if (id === undefined) return SPECIAL_PLACES.get(path);
  return validateFileName(path) === null ? { rank: ATTACHMENT_RANK, id: Number(id), kind: "attachment" } : undefined;
}

/** Paths that rise are never the same twice. */
export const isBehind = (place: EntryPlace, before: EntryPlace | undefined): boolean =>
  before === undefined || place.rank > before.rank || (place.rank === before.rank && place.id > before.id);
