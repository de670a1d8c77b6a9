import { DUMP_PATH, encodeInventory, type InventoryLine } from "../archive/inventory.ts";
import { joinAttachments } from "../archive/join-attachments.ts";
import { type PreviousEntries, previousEntries } from "../archive/previous-entries.ts";
import type { WorkObject } from "../archive/work-store.ts";
import { isFailure } from "../failure.ts";
import type { DatabaseSnapshot } from "../source/database-source.ts";
import type { DumpFacts } from "./backup.ts";
import { findPrevious } from "./find-previous.ts";
import type { BuildDeps, Slice } from "./slice.ts";
import { newTally, type Tally, tallied } from "./tally-inventory.ts";

/** What an inventory is made of, all out of one snapshot. */
export interface InventoryContents {
  readonly snapshot: DatabaseSnapshot;
  readonly rowCounts: ReadonlyMap<string, number>;
  readonly dump: WorkObject & { readonly key: string };
  readonly wantsAttachments: boolean;
}

/** What was counted on the way, and the archive before this one if the inventory says of any entry to take it from there. */
export type WrittenInventory = Tally & Pick<DumpFacts, "previous">;

/**
 * Writes the inventory, with what the tenant's previous archive has of it. Where that archive cannot be read, or is not
 * what it was, it is written once more without: a backup never fails for want of a shortcut.
 */
export async function writeInventory(
  deps: BuildDeps,
  slice: Slice,
  key: string,
  contents: InventoryContents,
): Promise<WrittenInventory> {
  const { tenantId, backupId } = slice.backup;
  const found = contents.wantsAttachments ? await findPrevious(deps, tenantId) : undefined;
  if (found) {
    const { entriesList, ...previous } = found;
    try {
      const last = entriesList.offset + entriesList.bytes - 1;
      const list = deps.archives.read({ key: previous.archiveKey, ...previous }, entriesList.offset, last);
      const entries = previousEntries(list, entriesList.sha256);
      return { ...(await write(deps, slice, key, contents, entries)), previous };
    } catch (error) {
      if (!isFailure(error, "archive-corrupt")) throw error;
      deps.log.warn("previous archive not usable", { tenantId, backupId, previous: previous.backupId }, error);
    }
  }
  return write(deps, slice, key, contents);
}

async function write(
  deps: BuildDeps,
  { tenant }: Slice,
  key: string,
  contents: InventoryContents,
  previous?: PreviousEntries,
): Promise<Tally> {
  const tally = newTally();
  const { limits } = deps.sizes;
  const attachments = contents.wantsAttachments
    ? joinAttachments(contents.snapshot.attachments(), deps.attachments.list(tenant), limits, previous)
    : [];
  await deps.work.write(key, encodeInventory(tallied(tally, inventoryLines(contents, attachments))));
  return tally;
}

/** The snapshot's facts, the attachments by id, the dump. */
async function* inventoryLines(
  { snapshot, rowCounts, dump }: InventoryContents,
  attachments: AsyncIterable<InventoryLine> | Iterable<InventoryLine>,
): AsyncGenerator<InventoryLine> {
  yield {
    kind: "snapshot",
    takenAt: snapshot.takenAt,
    serverVersion: snapshot.serverVersion,
    dumpProgramVersion: snapshot.dumpProgramVersion,
    ...(snapshot.schemaVersion === undefined ? {} : { schemaVersion: snapshot.schemaVersion }),
    rowCounts: Object.fromEntries(rowCounts),
  };
  yield* attachments;
  yield { kind: "dump", path: DUMP_PATH, ...dump };
}
