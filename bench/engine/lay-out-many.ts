import { encodeInventory, type InventoryLine } from "../../functions/domain/archive/inventory.ts";
import { decodeInventory } from "../../functions/domain/archive/inventory-reader.ts";
import { layout } from "../../functions/domain/archive/layout.ts";
import { encodePartIndex } from "../../functions/domain/archive/part-index.ts";
import { seededRandom } from "../../infra/local/seed/seeded-random.ts";

export interface LayoutFigures {
  readonly entries: number;
  readonly inventoryBytes: number;
  readonly partIndexBytes: number;
  /** Of processors, which a busy machine does not stretch as it does time. */
  readonly cpuMs: number;
}

/** The whole layout step but for its store: an inventory is read, laid out and written down as the part index. */
export async function measureLayout(entries: number): Promise<LayoutFigures> {
  let bytes = 0;
  const random = seededRandom(1, "layout");
  const lines = function* (): Generator<InventoryLine> {
    for (let id = 1; id <= entries; id += 1) {
      const size = random.logUniform(10 * 1024, 2 * 1024 ** 2);
      bytes += size;
      const file = `delivery note ${id % 900}.pdf`;
      const md5 = "d41d8cd98f00b204e9800998ecf8427e";
      const key = `uploads/attachment/file/${id}/${file}`;
      yield { kind: "attachment", id, file, path: `attachment/file/${id}/${file}`, bytes: size, md5, key, etag: md5 };
    }
  };
  const inventory: Uint8Array[] = [];
  for await (const chunk of encodeInventory(lines())) inventory.push(chunk);
  const started = process.cpuUsage();
  let partIndexBytes = 0;
  const placed = () => decodeInventory(from(inventory));
  for await (const chunk of encodePartIndex(layout(placed, { entries, bytes }))) partIndexBytes += chunk.length;
  const used = process.cpuUsage(started);
  return {
    entries,
    inventoryBytes: inventory.reduce((sum, { length }) => sum + length, 0),
    partIndexBytes,
    cpuMs: (used.user + used.system) / 1000,
  };
}

async function* from(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
