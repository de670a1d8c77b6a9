import { DUMP_PATH, type DumpEntry } from "../../functions/domain/archive/inventory.ts";

/** A dump of which nobody reads the bytes. */
export const aDump = (changes: Partial<DumpEntry> = {}): DumpEntry => ({
  kind: "dump",
  path: DUMP_PATH,
  bytes: 0,
  crc32: 0,
  sha256: "00".repeat(32),
  key: "dump",
  ...changes,
});
