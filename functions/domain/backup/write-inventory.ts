import { DUMP_PATH, encodeInventory, type InventoryLine } from "../archive/inventory.ts";
import { joinAttachments } from "../archive/join-attachments.ts";
import type { WorkObject } from "../archive/work-store.ts";
import type { DatabaseSnapshot } from "../source/database-source.ts";
import type { BuildDeps, Slice } from "./slice.ts";
import { newTally, type Tally, tallied } from "./tally-inventory.ts";

/** What an inventory is made of, all out of one snapshot. */
export interface InventoryContents {
  readonly snapshot: DatabaseSnapshot;
  readonly dump: WorkObject & { readonly key: string };
  readonly wantsAttachments: boolean;
}

/** Writes the inventory; returns what was counted on the way. */
export async function writeInventory(
  deps: BuildDeps,
  { tenant }: Slice,
  key: string,
  { snapshot, dump, wantsAttachments }: InventoryContents,
): Promise<Tally> {
  const tally = newTally();
  const attachments = wantsAttachments
    ? joinAttachments(snapshot.attachments(), deps.attachments.list(tenant), deps.sizes.limits)
    : [];
  await deps.work.write(key, encodeInventory(tallied(tally, inventoryLines(snapshot, attachments, dump))));
  return tally;
}

/** The snapshot's facts, the attachments by id, the dump. */
async function* inventoryLines(
  snapshot: DatabaseSnapshot,
  attachments: AsyncIterable<InventoryLine> | Iterable<InventoryLine>,
  dump: InventoryContents["dump"],
): AsyncGenerator<InventoryLine> {
  yield {
    kind: "snapshot",
    takenAt: snapshot.takenAt,
    serverVersion: snapshot.serverVersion,
    dumpProgramVersion: snapshot.dumpProgramVersion,
    ...(snapshot.schemaVersion === undefined ? {} : { schemaVersion: snapshot.schemaVersion }),
    rowCounts: Object.fromEntries(await snapshot.rowCounts()),
  };
  yield* attachments;
  yield { kind: "dump", path: DUMP_PATH, ...dump };
}
