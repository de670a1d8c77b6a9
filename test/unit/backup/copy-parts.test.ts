import { describe, expect, it } from "vitest";
import { type BuildSystem, type BuildSystemOptions, buildSystem } from "../../support/build-system.ts";
import { brokenInvariants } from "../../support/check-invariants.ts";
import { callName } from "../../support/nth-call.ts";
import { randomSigner } from "../../support/random-signer.ts";
import { readArchive } from "../../support/read-archive.ts";
import { makeBackup } from "../../support/run-system.ts";
import { someAttachments, someBytes } from "../../support/some-attachments.ts";

/** Small ones, two big ones with heads of their own, one whose head is filled by what stands before it. */
const attachments = someAttachments(40, 300, 0, 1500, 7, 700, 100, 20, 400, 2);
const dump = someBytes(1800, 99);

/** One signature for all, so that archives can be compared. */
const systemWith = (options: BuildSystemOptions = {}): BuildSystem =>
  buildSystem({ attachments, dump, signer: randomSigner(() => "same"), ...options });

interface Copy {
  readonly number: number;
  readonly from: string;
  readonly first: number;
  readonly last: number;
}

/** The parts that the store is asked to copy from now on, in the order of their numbers. */
function watchCopies(system: BuildSystem): () => Copy[] {
  const copies: Copy[] = [];
  system.interfere({
    before(call) {
      if (callName(call) !== "archives.copyPart") return;
      const [, number, source, first, last] = call.args;
      const key = typeof source === "object" && source !== null ? String(Reflect.get(source, "key")) : "";
      const from = key.slice(key.lastIndexOf("/") + 1);
      copies.push({ number: Number(number), from, first: Number(first), last: Number(last) });
    },
  });
  return () => copies.toSorted((a, b) => a.number - b.number);
}

/** One fact of the slices that packed, summed over them. */
function logged({ log }: BuildSystem, name: string): number {
  const found = log.lines.flatMap((line) => new RegExp(`parts packed .*"${name}":(\\d+)`).exec(line)?.[1] ?? []);
  return found.reduce((sum, digits) => sum + Number(digits), 0);
}

const bytesOf = (copies: readonly Copy[]): number => copies.reduce((sum, { first, last }) => sum + last - first + 1, 0);

const replaced = (id: number, bytes: number) => (system: BuildSystem) =>
  system.attachments.put(id, `file-${id}.bin`, someBytes(bytes, 77));

describe("the parts of big entries", () => {
  it.each(["checksum", "none", "refused"] as const)(
    "have the same bytes copied as read, on a store whose answer is: %s",
    async (copyAnswers) => {
      const system = systemWith({ store: { copyAnswers } });
      expect(await makeBackup(system)).toMatchObject({ state: "ready", errors: [] });
      expect(await brokenInvariants(system)).toEqual([]);
      const reading = systemWith({ store: { copyAnswers: "refused" }, workersMax: 1, partsAtOnce: 1 });
      await makeBackup(reading);
      expect(reading.archives.moved.copied).toBe(0);
      expect(system.archiveBytes().equals(reading.archiveBytes())).toBe(true);
    },
  );

  it("are copied, the dump's as well, and pass no worker", async () => {
    const [system, reading] = [systemWith(), systemWith({ store: { copyAnswers: "refused" } })];
    const copied = watchCopies(system);
    for (const each of [system, reading]) await makeBackup(each);

    const copies = copied();
    for (const [from, bytes, ownMost] of [
      ["file-4.bin", 1500, 160],
      ["file-6.bin", 700, 160],
      ["file-9.bin", 400, 0],
      ["openproject.pgdump", 1800, 160],
    ] as const) {
      const ranges = copies.filter((copy) => copy.from === from);
      expect(ranges[0]?.first).toBeLessThanOrEqual(ownMost);
      expect(ranges.map(({ first }) => first).slice(1)).toEqual(ranges.map(({ last }) => last + 1).slice(0, -1));
      expect(ranges.at(-1)?.last).toBe(bytes - 1);
    }
    const bytes = bytesOf(copies);
    expect(system.archives.moved.copied).toBe(bytes);
    expect(reading.archives.moved.put - system.archives.moved.put).toBe(bytes);
    expect(logged(system, "bytesCopied")).toBe(bytes);
    expect(logged(reading, "bytesRead") - logged(system, "bytesRead")).toBe(bytes);
    expect(logged(reading, "bytesUploaded") - logged(system, "bytesUploaded")).toBe(bytes);
    expect(logged(reading, "copiesRefused")).toBeGreaterThan(0);
    expect(reading.log.lines.some((line) => line.includes('"refusedFor":["AccessDenied"]'))).toBe(true);
  });

  it("take one request each, and one for all parts of an entry to say of what", async () => {
    const system = buildSystem({ dump: someBytes(10_000, 99), workersMax: 1 });
    const copied = watchCopies(system);
    await makeBackup(system);
    expect(copied().length).toBeGreaterThan(30);
    // And for the head: its line of the inventory, its own bytes, its upload.
    expect(logged(system, "requests")).toBe(copied().length + 1 + 3);
  });

  it("are not asked for any more of a bucket that refused three in a row", async () => {
    const system = systemWith({ store: { copyAnswers: "refused" }, workersMax: 1, copiesAtOnce: 1 });
    await makeBackup(system);
    // The tenant's bucket, and the one with the dump.
    expect(logged(system, "copiesRefused")).toBe(3 + 3);
  });

  it("are read once to be summed where the store does not tell their CRC-32, and do not go up again", async () => {
    const [system, telling] = [systemWith({ store: { copyAnswers: "none" } }), systemWith()];
    for (const each of [system, telling]) await makeBackup(each);
    expect(system.archives.moved).toEqual(telling.archives.moved);
    expect(logged(system, "bytesRead") - logged(telling, "bytesRead")).toBe(system.archives.moved.copied);
    expect(logged(system, "bytesUploaded")).toBe(logged(telling, "bytesUploaded"));
  });

  it("come before the header that needs their CRC-32; that of the dump is known", async () => {
    const system = systemWith({ workersMax: 1 });
    const order: number[] = [];
    system.interfere({
      after({ port, method, args }) {
        if (port === "archives" && /^(put|copy)Part$/.test(method)) order.push(Number(args[1]));
      },
    });
    const copied = watchCopies(system);
    await makeBackup(system);
    for (const from of ["file-4.bin", "file-6.bin", "file-9.bin"]) {
      const numbers = copied().flatMap((copy) => (copy.from === from ? [copy.number] : []));
      const head = Math.min(...numbers) - 1;
      expect(order.indexOf(head)).toBeGreaterThan(Math.max(...numbers.map((number) => order.indexOf(number))));
    }
  });

  it.each([
    ["replaced", 4, replaced(4, 1500), {}],
    ["gone", 4, (system: BuildSystem) => system.attachments.remove(4, "file-4.bin"), {}],
    ["cut short", 4, replaced(4, 15), {}],
    ["replaced, on a store that does not mind", 4, replaced(4, 1500), { ignoresEtags: true }],
    ["cut short, on a store that does not mind", 4, replaced(4, 15), { ignoresEtags: true }],
    ["replaced, all of it to be copied, on a store that does not mind", 9, replaced(9, 400), { ignoresEtags: true }],
  ])("of a source that was %s before its copy are named as missing", async (_, id, change, store) => {
    const system = systemWith({ store });
    let isChanged = false;
    system.interfere({
      before(call) {
        const isCopy = callName(call) === "archives.copyPart" && JSON.stringify(call.args).includes(`file-${id}`);
        if (isChanged || !isCopy) return;
        isChanged = true;
        change(system);
      },
    });
    expect(await makeBackup(system)).toMatchObject({ state: "ready", generation: 2, archive: { missing: 1 } });
    expect(await brokenInvariants(system)).toEqual([]);
    const contents = await readArchive(system.archiveBytes());
    expect(contents.has(`attachment/file/${id}/file-${id}.bin`)).toBe(false);
    expect(String(contents.get("MISSING_ATTACHMENTS.txt"))).toContain(`${id}\t"file-${id}.bin"\tchanged or vanished`);
  });

  it("are copied so many at once", async () => {
    const system = systemWith({ workersMax: 1, copiesAtOnce: 4 });
    let [copies, copiesMost] = [0, 0];
    system.interfere({
      async before(call) {
        if (callName(call) !== "archives.copyPart") return;
        copies += 1;
        copiesMost = Math.max(copiesMost, copies);
        await new Promise(setImmediate);
      },
      after(call) {
        if (callName(call) === "archives.copyPart") copies -= 1;
      },
    });
    await makeBackup(system);
    expect(copiesMost).toBe(4);
  });

  it.each([
    ["two parts", { partsAtOnce: 2, bytesAtOnce: 100_000 }, 2],
    ["the bytes of one", { partsAtOnce: 3, bytesAtOnce: 300 }, 1],
  ])("that are refused are built like any other, no more at once than %s", async (_, sizes, most) => {
    const system = systemWith({ ...sizes, workersMax: 1, copiesAtOnce: 8, store: { copyAnswers: "refused" } });
    let [parts, partsMost] = [0, 0];
    system.interfere({
      async before(call) {
        if (callName(call) !== "archives.putPart" || system.backup().state === "sealing") return;
        parts += 1;
        partsMost = Math.max(partsMost, parts);
        await new Promise(setImmediate);
      },
      after(call) {
        if (callName(call) === "archives.putPart" && system.backup().state !== "sealing") parts -= 1;
      },
    });
    await makeBackup(system);
    expect(partsMost).toBe(most);
  });
});
