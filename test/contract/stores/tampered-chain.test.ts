import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditKey, chainHeadKey, chainRowKey, type RowKey } from "../../../functions/adapters/dynamo/keys.ts";
import type { ChainRow } from "../../../functions/domain/audit/audit-chain.ts";
import { chainHash } from "../../../functions/domain/audit/chain-hash.ts";
import { chainWaitingFacts } from "../../../functions/domain/audit/chain-waiting-facts.ts";
import { type BrokenRow, verifyChain } from "../../../functions/domain/audit/verify-chain.ts";
import { aFact } from "../../support/a-backup.ts";
import { keptLog } from "../../support/domain-deps.ts";
import { type TableService, tableService } from "../../support/stores.ts";

const tenantId = "acme";
type Opened = Awaited<ReturnType<TableService["open"]>>;

/** Somebody who writes the table past all that is ours. */
function intruder({ deps: { client, table: TableName } }: Opened) {
  const read = async (key: RowKey) => (await client.send(new GetCommand({ TableName, Key: key }))).Item ?? {};
  const put = (item: object) => client.send(new PutCommand({ TableName, Item: { ...item } }));
  return {
    read,
    put,
    remove: (key: RowKey) => client.send(new DeleteCommand({ TableName, Key: key })),
    set: (key: RowKey, name: string, value: unknown) =>
      client.send(
        new UpdateCommand({
          TableName,
          Key: key,
          UpdateExpression: "SET #name = :value",
          ExpressionAttributeNames: { "#name": name },
          ExpressionAttributeValues: { ":value": value },
        }),
      ),
    /** What stands in one row then stands in the other, keys apart. */
    async swap(a: RowKey, b: RowKey) {
      const [one, other] = [await read(a), await read(b)];
      await put({ ...other, ...a });
      await put({ ...one, ...b });
    },
  };
}

const fact = (n: number) => auditKey(tenantId, n * 1_000, `f${n}`);
const row = (n: number) => chainRowKey(tenantId, n);

/** Facts f1 … f8 at the places 1 … 8, and f9 that waits; another tenant's beside them. */
async function tenFacts(service: TableService) {
  const stores = await service.open();
  const record = (n: number, of = tenantId) =>
    stores.audit.record(aFact({ tenantId: of, factId: `f${n}`, at: n * 1_000, details: { n } }));
  for (let n = 1; n <= 8; n += 1) await record(n);
  await record(1, "globex");
  await chainWaitingFacts({ chain: stores.chain, log: keptLog() });
  await record(9);
  return { stores, thief: intruder(stores) };
}

const forged = (position: number, previousHash: string, text: string): ChainRow => {
  const row = { tenantId, position, previousHash, text };
  return { ...row, hash: chainHash(row) };
};

interface Attack {
  readonly title: string;
  readonly found: BrokenRow;
  act(thief: ReturnType<typeof intruder>): Promise<unknown>;
}

const ATTACKS: readonly Attack[] = [
  {
    title: "a fact was edited",
    act: (thief) => thief.set(fact(4), "details", { n: 40 }),
    found: { kind: "changed", where: "fact", position: 4, factId: "f4" },
  },
  {
    title: "something was added to a fact",
    act: (thief) => thief.set(fact(4), "note", "by whom?"),
    found: { kind: "changed", where: "fact", position: 4, factId: "f4" },
  },
  {
    title: "a fact was deleted",
    act: (thief) => thief.remove(fact(5)),
    found: { kind: "missing", where: "fact", position: 5, factId: "f5" },
  },
  {
    title: "two facts were swapped",
    act: (thief) => thief.swap(fact(3), fact(6)),
    found: { kind: "swapped", where: "fact", position: 3, factId: "f3" },
  },
  {
    title: "two facts were given each other's place",
    act: async (thief) => {
      await thief.set(fact(3), "position", 6);
      await thief.set(fact(6), "position", 3);
    },
    found: { kind: "swapped", where: "fact", position: 3, factId: "f6" },
  },
  {
    title: "a fact was put in, as one that does not wait",
    act: (thief) => thief.put({ ...auditKey(tenantId, 2_500, "x"), ...aFact({ tenantId, at: 2_500, factId: "x" }) }),
    found: { kind: "inserted", where: "fact", factId: "x" },
  },
  {
    title: "a fact was put in, at another's place",
    act: (thief) =>
      thief.put({ ...auditKey(tenantId, 2_500, "x"), ...aFact({ tenantId, at: 2_500, factId: "x" }), position: 2 }),
    found: { kind: "inserted", where: "fact", position: 2, factId: "x" },
  },
  {
    title: "a fact was made to wait again",
    act: async (thief) => {
      const { position: _position, ...others } = await thief.read(fact(2));
      await thief.put({ ...others, dueKind: "audit", dueAt: 2_000 });
    },
    found: { kind: "missing", where: "fact", position: 2, factId: "f2" },
  },
  {
    title: "a row of the chain was edited",
    act: async (thief) => thief.set(row(4), "text", String((await thief.read(row(4)))["text"]).replace("4000", "4001")),
    found: { kind: "changed", where: "chain", position: 4, factId: "f4" },
  },
  {
    title: "a row of the chain was edited, with a hash to match",
    act: async (thief) => {
      const { previousHash, text } = await thief.read(row(4));
      await thief.put({ ...row(4), ...forged(4, String(previousHash), String(text).replace('"n":4', '"n":5')) });
    },
    // It holds in itself; the fact is not what it says, nor does the next row follow it.
    found: { kind: "changed", where: "fact", position: 4, factId: "f4" },
  },
  {
    title: "a row of the chain was deleted",
    act: (thief) => thief.remove(row(4)),
    found: { kind: "missing", where: "chain", position: 4 },
  },
  {
    title: "the first row was deleted",
    act: (thief) => thief.remove(row(1)),
    found: { kind: "missing", where: "chain", position: 1 },
  },
  {
    title: "the last row was deleted",
    act: (thief) => thief.remove(row(8)),
    found: { kind: "missing", where: "chain", position: 8 },
  },
  {
    title: "the last row, its fact and the head's move were taken back, but the fact before kept its place",
    act: async (thief) => {
      await thief.remove(row(8));
      await thief.remove(fact(8));
      const { hash } = await thief.read(row(6));
      await thief.remove(row(7));
      await thief.put({ ...chainHeadKey(tenantId), position: 6, hash });
    },
    found: { kind: "inserted", where: "fact", position: 7, factId: "f7" },
  },
  {
    title: "two rows of the chain were swapped",
    act: (thief) => thief.swap(row(3), row(7)),
    found: { kind: "swapped", where: "chain", position: 3, factId: "f7" },
  },
  {
    title: "a row was put into the chain in place of another",
    act: (thief) => thief.put({ ...row(4), ...forged(4, "0".repeat(64), '{"factId":"x"}') }),
    found: { kind: "inserted", where: "chain", position: 4, factId: "x" },
  },
  {
    title: "a row was put behind the chain",
    act: async (thief) => {
      const { hash } = await thief.read(row(8));
      await thief.put({ ...row(9), ...forged(9, String(hash), '{"factId":"x"}') });
    },
    found: { kind: "inserted", where: "chain", position: 9 },
  },
  {
    title: "the head was changed",
    act: (thief) => thief.set(chainHeadKey(tenantId), "hash", "f".repeat(64)),
    found: { kind: "changed", where: "chain", position: 8 },
  },
  {
    title: "several rows were edited, and facts before them",
    act: async (thief) => {
      await thief.set(row(6), "hash", "0");
      await thief.set(row(7), "hash", "0");
      await thief.set(fact(5), "what", "nothing.happened");
      await thief.set(fact(7), "what", "nothing.happened");
    },
    found: { kind: "changed", where: "fact", position: 5, factId: "f5" },
  },
];

describe("a table that somebody else has written", () => {
  let service: TableService;
  beforeAll(async () => {
    service = await tableService();
  });
  afterAll(() => service.close());

  it("is whole as long as nobody does, and shows what waits", async () => {
    const { stores } = await tenFacts(service);
    const check = await verifyChain(stores.chain, tenantId);
    expect(check).toEqual({
      head: { position: 8, hash: expect.stringMatching(/^[0-9a-f]{64}$/u) },
      tail: { count: 1, first: [{ tenantId, at: 9_000, factId: "f9" }] },
    });
  });

  it.each(ATTACKS)("is told by its first broken row: $title", async ({ act, found }) => {
    const { stores, thief } = await tenFacts(service);
    await act(thief);
    expect((await verifyChain(stores.chain, tenantId)).broken).toEqual(found);
    // Nobody else's chain is touched by it.
    expect((await verifyChain(stores.chain, "globex")).broken).toBeUndefined();
  });

  it("stays told of after more facts were chained, or nothing more is", async () => {
    const { stores, thief } = await tenFacts(service);
    await thief.set(fact(4), "details", { n: 40 });
    await chainWaitingFacts({ chain: stores.chain, log: keptLog() });
    expect(await verifyChain(stores.chain, tenantId)).toMatchObject({
      broken: { kind: "changed", position: 4 },
      head: { position: 9 },
    });
    await stores.audit.record(aFact({ tenantId, factId: "f10", at: 10_000 }));
    await thief.put({ ...row(10), text: "{}" });
    await expect(chainWaitingFacts({ chain: stores.chain, log: keptLog() })).rejects.toThrow("not all facts");
    expect((await verifyChain(stores.chain, tenantId)).broken).toMatchObject({ position: 4 });
  });
});
