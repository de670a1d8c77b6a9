import { beforeEach, describe, expect, it } from "vitest";
import { rememberSmallObjects } from "../../../../functions/adapters/s3/remember-small-objects.ts";
import type { WorkStore } from "../../../../functions/domain/archive/work-store.ts";
import { type MemoryWorkStore, memoryWorkStore } from "../../../support/memory-work-store.ts";

const key = "t/acme/b/1/g1/inventory.ndjson";
const text = "0123456789";

let memory: MemoryWorkStore;
let reads: number;
let store: WorkStore;
beforeEach(() => {
  memory = memoryWorkStore();
  reads = 0;
  const read: WorkStore["read"] = (...asked) => {
    reads += 1;
    return memory.read(...asked);
  };
  store = rememberSmallObjects({ ...memory, read }, 10);
});

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const each of texts) yield Buffer.from(each);
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("x");
  throw new Error("broken");
}

const readAll = async (at = key, first?: number, last?: number) =>
  Buffer.concat(await Array.fromAsync(store.read(at, first, last))).toString();

describe("small working objects", () => {
  it("are read from memory where they were written", async () => {
    await store.write(key, chunks("01234", "56789"));
    expect(await readAll()).toBe(text);
    expect(await readAll(key, 2, 4)).toBe("234");
    expect(await readAll(key, 5, 4)).toBe("");
    expect(reads).toBe(0);
  });

  it("are read once where they were not written", async () => {
    memory.objects.set(key, Buffer.from(text));
    expect(await readAll(key, 2, 4)).toBe("234");
    expect(await readAll()).toBe(text);
    expect(reads).toBe(2);
    expect([await readAll(), await readAll(key, 2, 4)]).toEqual([text, "234"]);
    expect(reads).toBe(2);
  });

  it("are asked for where more is wanted than there is", async () => {
    await store.write(key, chunks(text));
    await readAll(key, 5, 10);
    expect(reads).toBe(1);
  });

  it("are not remembered when only a part of them was read, or their writing failed", async () => {
    memory.objects.set(key, Buffer.from(text));
    for await (const _ of store.read(key)) break;
    expect(await readAll()).toBe(text);
    expect(reads).toBe(2);
    await expect(store.write(key, broken())).rejects.toThrow("broken");
    expect(await readAll()).toBe(text);
    expect(reads).toBe(3);
  });

  it("are those of one backup, and no larger than they may be", async () => {
    await store.write(key, chunks(text));
    await store.write("t/acme/b/1/g1/dump", chunks(text, "!"));
    expect(await readAll("t/acme/b/1/g1/dump")).toBe(`${text}!`);
    expect([await readAll(), reads]).toEqual([text, 1]);
    await store.write("t/acme/b/2/g1/inventory.ndjson", chunks("other"));
    expect([await readAll(), reads]).toEqual([text, 2]);
  });

  it("are gone once removed", async () => {
    await store.write(key, chunks(text));
    await store.remove(key);
    await expect(readAll()).rejects.toMatchObject({ code: "store-not-found" });
    await store.write(key, chunks(text));
    await store.removeAll("t/acme/b/1/");
    await expect(readAll()).rejects.toMatchObject({ code: "store-not-found" });
  });
});
