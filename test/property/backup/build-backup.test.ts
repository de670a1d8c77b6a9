import * as fc from "fast-check";
import { expect, it } from "vitest";
import { type BuildSystem, type BuildSystemOptions, buildSystem } from "../../support/build-system.ts";
import { brokenInvariants } from "../../support/check-invariants.ts";
import { breakNthCall, FAULTS } from "../../support/nth-call.ts";
import { nonceOf, randomSigner } from "../../support/random-signer.ts";
import { readArchive } from "../../support/read-archive.ts";
import { makeBackup } from "../../support/run-system.ts";
import { someBytes } from "../../support/some-attachments.ts";

const size = fc.oneof(fc.constantFrom(0, 1, 159, 160, 161, 255, 256, 257, 511, 512, 513), fc.nat(150), fc.nat(1500));
/** Attachments of another backup before this one: some the same, some gone, some new, some of another content. */
const changes = fc.array(fc.constantFrom("same", "same", "same", "gone", "other"), { minLength: 1, maxLength: 12 });
const contents = fc.record({
  attachments: fc
    .array(size, { maxLength: 12 })
    .map((sizes) =>
      sizes.map((bytes, index) => ({ id: index * 3 + 1, file: `${index}.bin`, content: someBytes(bytes, index) })),
    ),
  dump: size.map((bytes) => someBytes(bytes, 99)),
});

/** Fewer faults than attempts that a step has; time for a part, at least, in every slice. */
const disorder = fc.record({
  workers: fc.integer({ min: 1, max: 5 }),
  workersMax: fc.integer({ min: 1, max: 5 }),
  partsAtOnce: fc.integer({ min: 1, max: 3 }),
  bytesAtOnce: fc.integer({ min: 1, max: 2000 }),
  copiesAtOnce: fc.integer({ min: 1, max: 5 }),
  copies: fc.integer({ min: 1, max: 3 }),
  store: fc.record({ copyAnswers: fc.constantFrom("checksum", "none", "refused"), listsCrc32: fc.boolean() }),
  hasStream: fc.boolean(),
  faults: fc.array(fc.tuple(fc.integer({ min: 1, max: 250 }), fc.constantFrom(...FAULTS)), { maxLength: 4 }),
  slicesMs: fc.array(fc.integer({ min: 31_000, max: 33_000 }), { minLength: 1, maxLength: 8 }),
  picks: fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }),
});

const inTurn = <Item>(items: readonly Item[], none: Item): (() => Item) => {
  let turn = 0;
  return () => items[turn++ % items.length] ?? none;
};

it("any workers, deadlines, faults, copies and order of messages give the bytes of one unbroken run", async () => {
  await fc.assert(
    fc.asyncProperty(contents, fc.option(changes), disorder, async (inside, before, chaos) => {
      const previous = before ? { previous: await earlier(inside, before) } : {};
      const system = buildSystem({ ...inside, ...chaos, ...previous, callMs: 5 });
      for (const [nth, fault] of chaos.faults) breakNthCall(system, ({ actor }) => actor.kind === "worker", nth, fault);
      const pick = inTurn(chaos.picks, 0);
      const backup = await makeBackup(system, {
        workers: chaos.workers,
        hasStream: chaos.hasStream,
        sliceMs: inTurn(chaos.slicesMs, 33_000),
        pick: (count) => pick() % Math.max(1, count),
      });
      expect(backup).toMatchObject({ state: "ready" });
      expect(await brokenInvariants(system)).toEqual([]);

      const bytes = system.archiveBytes();
      const nonce = nonceOf(String((await readArchive(bytes)).get("manifest.json.jws")));
      const calm = await unbroken({ ...inside, ...previous, signer: randomSigner(() => nonce) });
      expect(bytes.equals(calm)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

/** The tenant's backup before, of other attachments. */
async function earlier({ attachments = [] }: BuildSystemOptions, changes: readonly string[]): Promise<BuildSystem> {
  const before = attachments.flatMap((attachment, index) => {
    const change = changes[index % changes.length];
    if (change === "gone") return [];
    return change === "other" ? [{ ...attachment, content: someBytes(attachment.content.length, 50) }] : [attachment];
  });
  const system = buildSystem({ attachments: before });
  await makeBackup(system);
  return system;
}

/** One worker, one part after the other, every byte through it. */
async function unbroken(options: BuildSystemOptions): Promise<Buffer> {
  const system = buildSystem({
    ...options,
    workersMax: 1,
    partsAtOnce: 1,
    copiesAtOnce: 1,
    store: { copyAnswers: "refused" },
  });
  await makeBackup(system, { workers: 1 });
  return system.archiveBytes();
}
