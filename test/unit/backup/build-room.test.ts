import { describe, expect, it } from "vitest";
import { buildRoom } from "../../../functions/domain/backup/build-room.ts";

/** Takes room for these, in their order; tells which are in by now, and lets one out. */
function taken(limits: { readonly partsMax: number; readonly bytesMax: number }, ...sizes: readonly number[]) {
  const room = buildRoom(limits);
  const inside = new Map<number, () => void>();
  for (const [index, bytes] of sizes.entries()) void room(bytes).then((leave) => inside.set(index, leave));
  return {
    async inside(): Promise<number[]> {
      await new Promise(setImmediate);
      return [...inside.keys()];
    },
    leave(index: number): void {
      inside.get(index)?.();
      inside.delete(index);
    },
  };
}

describe("room for parts that are built", () => {
  it("is for so many at once", async () => {
    const parts = taken({ partsMax: 2, bytesMax: 100 }, 1, 1, 1);
    expect(await parts.inside()).toEqual([0, 1]);
    parts.leave(0);
    expect(await parts.inside()).toEqual([1, 2]);
  });

  it("is for so many bytes at once, exactly", async () => {
    const parts = taken({ partsMax: 9, bytesMax: 100 }, 50, 50, 1);
    expect(await parts.inside()).toEqual([0, 1]);
    parts.leave(1);
    expect(await parts.inside()).toEqual([0, 2]);
  });

  it("has a part that is larger than all of it alone", async () => {
    const parts = taken({ partsMax: 9, bytesMax: 100 }, 1, 300, 1);
    expect(await parts.inside()).toEqual([0]);
    parts.leave(0);
    expect(await parts.inside()).toEqual([1]);
    parts.leave(1);
    expect(await parts.inside()).toEqual([2]);
  });

  it("is given in the order it was asked for", async () => {
    const parts = taken({ partsMax: 9, bytesMax: 100 }, 60, 60, 10);
    expect(await parts.inside()).toEqual([0]);
    parts.leave(0);
    expect(await parts.inside()).toEqual([1, 2]);
  });
});
