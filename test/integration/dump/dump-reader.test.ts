import { afterAll, beforeAll, expect, it } from "vitest";
import { postgresDumpReader } from "../../../functions/adapters/postgres/postgres-dump-reader.ts";
import { Failure } from "../../../functions/domain/failure.ts";
import type { Log } from "../../../functions/domain/ports.ts";
import type { DumpReader } from "../../../functions/domain/source/dump-reader.ts";
import { inChunks } from "../../support/archive-contents.ts";
import { bytesOf, type DumpWorld, dumpWorld } from "../../support/dump-world.ts";

const never = new AbortController().signal;
const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let world: DumpWorld;
let reader: DumpReader;
let dump: Buffer;
let version: string;

beforeAll(async () => {
  world = await dumpWorld();
  reader = postgresDumpReader({ log: silentLog, binDirectories: [world.postgres.bin] });
  const snapshot = await world.open();
  version = snapshot.dumpProgramVersion;
  dump = await bytesOf(snapshot.dump(never));
  await world.closeSnapshots();
});
afterAll(() => world.postgres[Symbol.asyncDispose]());

async function* broken(): AsyncGenerator<Uint8Array> {
  yield dump.subarray(0, 100);
  throw new Failure("service-busy");
}

it("counts what a dump's table of contents lists", async () => {
  expect(await reader.countContents(inChunks(dump), version, never)).toBeGreaterThan(20);
});

it("reads no further than the table of contents", async () => {
  let read = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield dump;
    for (; read < 1024 ** 3; read += 65_536) yield Buffer.alloc(65_536);
  }
  expect(await reader.countContents(endless(), version, never)).toBeGreaterThan(20);
  expect(read).toBeLessThan(64 * 1024 ** 2);
});

it.each([
  ["is cut within its table of contents", () => dump.subarray(0, 600)],
  ["is empty", () => Buffer.alloc(0)],
  ["is something else", () => Buffer.from("PK\u0003\u0004, not a dump".repeat(50))],
])("refuses a dump that %s", async (_, bytes) => {
  await expect(reader.countContents(inChunks(bytes()), version, never)).rejects.toMatchObject({
    code: "archive-corrupt",
  });
});

it("passes on why the dump could not be read", async () => {
  await expect(reader.countContents(broken(), version, never)).rejects.toMatchObject({ code: "service-busy" });
});

it("says so when there is no such program", async () => {
  const without = postgresDumpReader({ log: silentLog, binDirectories: ["/nowhere"] });
  await expect(without.countContents(inChunks(dump), version, never)).rejects.toMatchObject({ code: "dump-failed" });
});
