import {
  BatchWriteCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DynamoService, dynamoService } from "../../support/dynamo-service.ts";

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

describe("queries", () => {
  let service: DynamoService;
  let TableName: string;
  beforeAll(async () => {
    service = await dynamoService();
    const byState = {
      KeySchema: [
        { AttributeName: "state", KeyType: "HASH" as const },
        { AttributeName: "sk", KeyType: "RANGE" as const },
      ],
    };
    TableName = await service.createTable([
      { IndexName: "by-state", ...byState, Projection: { ProjectionType: "ALL" } },
      { IndexName: "by-state-slim", ...byState, Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["n"] } },
    ]);
    const rows = Array.from({ length: 20 }, (_, at) => ({
      pk: "acme",
      sk: `backup#${String(at).padStart(2, "0")}`,
      n: at,
      state: at % 2 === 0 ? "ready" : "pending",
      detail: { size: at * 10 },
    }));
    rows.push({ pk: "acme", sk: "token#1", n: 100, state: "none", detail: { size: 0 } });
    rows.push({ pk: "acm", sk: "backup#00", n: 200, state: "none", detail: { size: 0 } });
    rows.push({ pk: "globex", sk: "backup#00", n: 300, state: "ready", detail: { size: 0 } });
    const puts = rows.map((Item) => ({ PutRequest: { Item } }));
    await service.documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
  });
  afterAll(() => service.stop());

  const inState = async (state: string) => {
    const index = { IndexName: "by-state", ExpressionAttributeNames: { "#state": "state" } };
    return (await query("#state = :state", { ":state": state }, index)).Count;
  };
  const update = (UpdateExpression: string, values: object) =>
    service.documents.send(
      new UpdateCommand({
        TableName,
        Key: { pk: "moved", sk: "-" },
        UpdateExpression,
        ExpressionAttributeNames: { "#state": "state" },
        ...values,
      }),
    );
  const scan = async (more: object) => {
    const found: string[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await service.documents.send(
        new ScanCommand({
          TableName,
          FilterExpression: "attribute_exists(n)",
          Limit: 5,
          ConsistentRead: true,
          ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
          ...more,
        }),
      );
      found.push(...(page.Items ?? []).map((item) => `${item["pk"]}/${item["sk"]}`));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return found;
  };
  const query = (KeyConditionExpression: string, values: object, more: Partial<QueryCommandInput> = {}) =>
    service.documents.send(
      new QueryCommand({ TableName, KeyConditionExpression, ExpressionAttributeValues: { ...values }, ...more }),
    );
  const numbers = async (condition: string, values: object, more: Partial<QueryCommandInput> = {}) =>
    ((await query(condition, { ":pk": "acme", ...values }, more)).Items ?? []).map((item) => Number(item["n"]));
  /** Follows pages to the end. */
  const all = async (condition: string, values: object, more: Partial<QueryCommandInput>) => {
    const pages: number[][] = [];
    let ExclusiveStartKey: QueryCommandInput["ExclusiveStartKey"];
    do {
      const page = await query(condition, values, { ...more, ExclusiveStartKey });
      pages.push((page.Items ?? []).map((item) => Number(item["n"])));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return pages;
  };

  test.each<[string, object, number[]]>([
    ["begins_with(sk, :a)", { ":a": "backup#1" }, [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]],
    ["sk BETWEEN :a AND :b", { ":a": "backup#03", ":b": "backup#05" }, [3, 4, 5]],
    ["sk > :a", { ":a": "backup#18" }, [19, 100]],
    ["sk >= :a", { ":a": "backup#19" }, [19, 100]],
    ["sk < :a", { ":a": "backup#02" }, [0, 1]],
    ["sk <= :a", { ":a": "backup#01" }, [0, 1]],
    ["sk = :a", { ":a": "token#1" }, [100]],
    ["sk = :a", { ":a": "token#" }, []],
  ])("finds what fits %s", async (condition, values, expected) => {
    expect(await numbers(`pk = :pk AND ${condition}`, values)).toEqual(expected);
  });

  test("keeps to one hash key, in order, forwards and backwards", async () => {
    const expected = [...range(0, 19), 100];
    expect(await numbers("pk = :pk", {}, { ConsistentRead: true })).toEqual(expected);
    expect(await numbers("pk = :pk", {}, { ScanIndexForward: false })).toEqual(expected.toReversed());
  });

  test.each([true, false])("goes through pages without loss or repetition (forwards: %s)", async (ScanIndexForward) => {
    const pages = await all("pk = :pk", { ":pk": "acme" }, { Limit: 4, ScanIndexForward });
    const expected = [...range(0, 19), 100];
    expect(pages.flat()).toEqual(ScanIndexForward ? expected : expected.toReversed());
    expect(pages.map((page) => page.length).slice(0, 5)).toEqual([4, 4, 4, 4, 4]);
  });

  test("counts a page before the filter takes from it", async () => {
    const filter = { FilterExpression: "n >= :n", Limit: 10 };
    const page = await query("pk = :pk", { ":pk": "acme", ":n": 8 }, filter);
    expect(page).toMatchObject({ Count: 2, ScannedCount: 10, LastEvaluatedKey: { pk: "acme", sk: "backup#09" } });
    expect((await all("pk = :pk", { ":pk": "acme", ":n": 8 }, filter)).flat()).toEqual([...range(8, 19), 100]);
  });

  test("counts without items", async () => {
    const values = { ":pk": "acme", ":n": 15 };
    const counted = await query("pk = :pk", values, { Select: "COUNT", FilterExpression: "n < :n" });
    expect(counted).toMatchObject({ Count: 15, ScannedCount: 21 });
    expect(counted.Items).toBeUndefined();
  });

  test("gives only the attributes asked for, after a filter on others", async () => {
    const { Items } = await query(
      "pk = :pk",
      { ":pk": "acme", ":n": 3 },
      {
        FilterExpression: "n = :n",
        ProjectionExpression: "sk, detail.#size",
        ExpressionAttributeNames: { "#size": "size" },
      },
    );
    expect(Items).toEqual([{ sk: "backup#03", detail: { size: 30 } }]);
  });

  test("queries an index across hash keys, page by page", async () => {
    const index = { IndexName: "by-state", Limit: 3, ExpressionAttributeNames: { "#state": "state" } };
    const pages = await all("#state = :state", { ":state": "ready" }, index);
    expect(pages.flat().sort((a, b) => a - b)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 300]);
  });

  test("moves items within an index as they change, and out of it", async () => {
    await update("SET #state = :state", { ExpressionAttributeValues: { ":state": "first" } });
    await expect.poll(() => inState("first")).toBe(1);
    await update("SET #state = :state", { ExpressionAttributeValues: { ":state": "second" } });
    await expect.poll(() => inState("second")).toBe(1);
    await expect.poll(() => inState("first")).toBe(0);
    await update("REMOVE #state", {});
    await expect.poll(() => inState("second")).toBe(0);
  });

  test("refuses what an index can't give", async () => {
    const names = { ExpressionAttributeNames: { "#state": "state" } };
    const index = { IndexName: "by-state-slim", ...names };
    const values = { ":state": "ready" };
    const refused = { name: "ValidationException" };
    const slim = await query("#state = :state", values, { ...index, ProjectionExpression: "n" });
    expect(slim.Items?.[0]).toEqual({ n: expect.any(Number) });
    await expect(query("#state = :state", values, { ...index, ProjectionExpression: "detail" })).rejects.toMatchObject(
      refused,
    );
    await expect(query("#state = :state", values, { ...index, ConsistentRead: true })).rejects.toMatchObject(refused);
    await expect(query("#state = :state", values, { IndexName: "none", ...names })).rejects.toMatchObject(refused);
  });

  test.each<[string, string, object, Partial<QueryCommandInput>]>([
    ["a query without the hash key", "sk = :a", { ":a": "x" }, {}],
    ["a comparison of the hash key", "pk > :a", { ":a": "x" }, {}],
    ["a filter on a key", "pk = :a", { ":a": "x" }, { FilterExpression: "sk = :a" }],
    ["an unused value", "pk = :a", { ":a": "x", ":b": "y" }, {}],
    ["a condition on no key", "pk = :a AND n = :a", { ":a": "x" }, {}],
    ["a limit of nothing", "pk = :a", { ":a": "x" }, { Limit: 0 }],
    ["a start outside of the query", "pk = :a", { ":a": "x" }, { ExclusiveStartKey: { pk: "y", sk: "-" } }],
    ["parameters of former times", "pk = :a", { ":a": "x" }, { AttributesToGet: ["pk"] }],
  ])("refuses %s", async (_what, condition, values, more) => {
    await expect(query(condition, values, more)).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("scans a table in pages and in segments", async () => {
    const whole = await scan({});
    expect(new Set(whole).size).toBe(23);
    const segments = await Promise.all([0, 1, 2].map((Segment) => scan({ Segment, TotalSegments: 3 })));
    expect(segments.flat().sort()).toEqual(whole.sort());
  });
});
