import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DynamoService, dynamoService } from "../../support/dynamo-service.ts";

type Attributes = Record<string, unknown>;
type Expressions = Pick<
  UpdateCommandInput,
  "UpdateExpression" | "ConditionExpression" | "ExpressionAttributeNames" | "ReturnValues"
>;

describe("expressions", () => {
  let service: DynamoService;
  let TableName: string;
  let made = 0;
  beforeAll(async () => {
    service = await dynamoService();
    TableName = await service.createTable();
  });
  afterAll(() => service.stop());

  /** Puts an item under a key of its own. */
  const given = async (attributes: Attributes) => {
    made += 1;
    const Key = { pk: `item-${made}`, sk: "-" };
    await service.documents.send(new PutCommand({ TableName, Item: { ...Key, ...attributes } }));
    return Key;
  };
  const read = async (Key: { pk: string; sk: string }): Promise<Attributes> => {
    const { Item = {} } = await service.documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    const { pk: _pk, sk: _sk, ...attributes } = Item;
    return attributes;
  };
  const update = (Key: { pk: string; sk: string }, expressions: Expressions, values?: Attributes) =>
    service.documents.send(
      new UpdateCommand({
        TableName,
        Key,
        ...expressions,
        ...(values ? { ExpressionAttributeValues: values } : {}),
      }),
    );
  const updated = async (before: Attributes, UpdateExpression: string, values?: Attributes) => {
    const Key = await given(before);
    await update(Key, { UpdateExpression }, values);
    return read(Key);
  };

  test.each<[string, Attributes, string, Attributes | undefined, Attributes]>([
    [
      "sets a default only where there is none",
      { a: 1 },
      "SET a = if_not_exists(a, :v), b = if_not_exists(b, :v)",
      { ":v": 5 },
      { a: 1, b: 5 },
    ],
    ["counts up from a default", {}, "SET n = if_not_exists(n, :zero) + :one", { ":zero": 0, ":one": 1 }, { n: 1 }],
    ["takes away", { n: 5 }, "SET n = n - :two", { ":two": 2 }, { n: 3 }],
    [
      "appends and prepends to lists",
      { l: [2] },
      "SET l = list_append(:first, l), m = list_append(l, :last)",
      { ":first": [1], ":last": [3] },
      { l: [1, 2], m: [2, 3] },
    ],
    [
      "appends to a list that is not there yet",
      {},
      "SET l = list_append(if_not_exists(l, :none), :more)",
      { ":none": [], ":more": [1] },
      { l: [1] },
    ],
    ["adds to numbers and to nothing", { n: 5 }, "ADD n :two, m :two", { ":two": 2 }, { n: 7, m: 2 }],
    [
      "adds to sets",
      { s: new Set(["a"]) },
      "ADD s :more",
      { ":more": new Set(["a", "b"]) },
      { s: new Set(["a", "b"]) },
    ],
    [
      "deletes from sets",
      { s: new Set(["a", "b"]) },
      "DELETE s :less",
      { ":less": new Set(["a"]) },
      { s: new Set(["b"]) },
    ],
    ["removes a set that is emptied", { s: new Set(["a"]) }, "DELETE s :less", { ":less": new Set(["a"]) }, {}],
    [
      "sets and removes inside maps",
      { m: { a: 1, b: { c: 2 } } },
      "SET m.b.d = :v REMOVE m.a",
      { ":v": 3 },
      { m: { b: { c: 2, d: 3 } } },
    ],
    ["removes several elements of a list", { l: [0, 1, 2, 3] }, "REMOVE l[0], l[2]", undefined, { l: [1, 3] }],
    ["removes elements next to each other", { l: [0, 1, 2, 3] }, "REMOVE l[0], l[1]", undefined, { l: [2, 3] }],
    [
      "sets by the indexes from before a removal",
      { l: [0, 1, 2] },
      "REMOVE l[0] SET l[1] = :v",
      { ":v": 9 },
      { l: [9, 2] },
    ],
    ["puts at the end what is set beyond it", { l: [0] }, "SET l[7] = :v", { ":v": 9 }, { l: [0, 9] }],
    ["reads what was there before the update", { a: 1, b: 2 }, "SET a = b, b = a", undefined, { a: 2, b: 1 }],
    [
      "copies a number that is added to in the same update",
      { n: 1 },
      "SET former = n ADD n :one",
      { ":one": 1 },
      { former: 1, n: 2 },
    ],
    [
      "keeps numbers of 20 digits exact",
      { n: 1 },
      "SET big = :big",
      { ":big": 12345678901234567890n },
      { n: 1, big: 12345678901234567890n },
    ],
  ])("%s", async (_what, before, expression, values, after) => {
    expect(await updated(before, expression, values)).toEqual(after);
  });

  test.each<[string, Attributes, string, Attributes | undefined, boolean]>([
    ["attribute_exists of an empty text", { a: "" }, "attribute_exists(a)", undefined, true],
    ["attribute_exists of false", { a: false }, "attribute_exists(a)", undefined, true],
    ["attribute_not_exists inside a map", { m: { a: 1 } }, "attribute_not_exists(m.b)", undefined, true],
    ["attribute_type of an empty text", { a: "" }, "attribute_type(a, :t)", { ":t": "S" }, true],
    ["equality of maps", { m: { a: 1, b: ["x"] } }, "m = :m", { ":m": { b: ["x"], a: 1 } }, true],
    ["equality of unlike maps", { m: { a: 1 } }, "m = :m", { ":m": { a: 2 } }, false],
    ["equality of lists", { l: [1, { a: 2 }] }, "l = :l", { ":l": [1, { a: 2 }] }, true],
    ["equality of sets in another order", { s: new Set(["a", "b"]) }, "s = :s", { ":s": new Set(["b", "a"]) }, true],
    ["equality across types", { a: "1" }, "a = :v", { ":v": 1 }, false],
    ["inequality with nothing", {}, "a <> :v", { ":v": 1 }, true],
    ["equality with nothing", {}, "a = :v", { ":v": 1 }, false],
    ["order of numbers by value", { n: 9 }, "n < :v", { ":v": 10 }, true],
    ["order of texts by their bytes", { a: "Z" }, "a < :v", { ":v": "a" }, true],
    ["order across types", { a: "5" }, "a < :v", { ":v": 10 }, false],
    ["between, both ends in", { n: 5 }, "n BETWEEN :a AND :b", { ":a": 5, ":b": 5 }, true],
    ["between with an empty text", { a: "" }, "a BETWEEN :a AND :b", { ":a": "", ":b": "a" }, true],
    ["in", { a: "x" }, "a IN (:a, :b)", { ":a": "y", ":b": "x" }, true],
    ["in with false", { a: false }, "a IN (:a)", { ":a": false }, true],
    ["not", { n: 5 }, "NOT n > :v", { ":v": 5 }, true],
    ["or before and", { n: 5 }, "n = :a OR n = :b AND n = :c", { ":a": 5, ":b": 6, ":c": 7 }, true],
    ["begins_with", { a: "t/acme/b/1" }, "begins_with(a, :v)", { ":v": "t/acme/" }, true],
    ["begins_with the whole", { a: "t/" }, "begins_with(a, :v)", { ":v": "t/acme/" }, false],
    ["contains a part of a text", { a: "abc" }, "contains(a, :v)", { ":v": "b" }, true],
    ["contains a member of a set", { s: new Set([1, 2]) }, "contains(s, :v)", { ":v": 2 }, true],
    ["contains a map in a list", { l: [{ a: 1 }] }, "contains(l, :v)", { ":v": { a: 1 } }, true],
    ["size of an empty text", { a: "" }, "size(a) = :v", { ":v": 0 }, true],
    ["size of a list inside a map", { m: { l: [1, 2] } }, "size(m.l) = :v", { ":v": 2 }, true],
    ["size of nothing", {}, "size(a) = :v", { ":v": 0 }, false],
    ["an element of a list", { l: [{ a: 1 }, { a: 2 }] }, "l[1].a = :v", { ":v": 2 }, true],
  ])("decides %s", async (_what, item, expression, values, isMet) => {
    const Key = await given(item);
    const condition = { ConditionExpression: expression, ...(values ? { ExpressionAttributeValues: values } : {}) };
    const attempt = service.documents.send(new DeleteCommand({ TableName, Key, ...condition }));
    const outcome = await attempt.then(
      () => "met",
      (error: unknown) => (error instanceof ConditionalCheckFailedException ? "not met" : error),
    );
    expect(outcome).toBe(isMet ? "met" : "not met");
    // Filters go by the same rules: they are asked of an equal item, since the first may be gone.
    const other = await given(item);
    const found = await service.documents.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :pk",
        FilterExpression: expression,
        ExpressionAttributeValues: { ":pk": other.pk, ...values },
      }),
    );
    expect(found.Count).toBe(isMet ? 1 : 0);
  });

  test.each<[string, Attributes, string, Attributes | undefined]>([
    ["a value that refers to nothing", {}, "SET a = b", undefined],
    ["a path into nothing", {}, "SET m.a = :v", { ":v": 1 }],
    ["arithmetic on text", { a: "x" }, "SET a = a + :v", { ":v": 1 }],
    ["list_append on a number", { a: 1 }, "SET a = list_append(a, :v)", { ":v": [1] }],
    ["an addition to text", { a: "x" }, "ADD a :v", { ":v": 1 }],
    ["two changes of one attribute", { a: 1 }, "SET a = :v, a = :v", { ":v": 1 }],
    ["a change of a key", {}, "SET sk = :v", { ":v": "other" }],
    ["a reserved word without a placeholder", {}, "SET status = :v", { ":v": 1 }],
    ["a placeholder that is not given", {}, "SET a = :missing", { ":v": 1 }],
    ["an unused value", {}, "SET a = :v", { ":v": 1, ":unused": 2 }],
    ["an empty expression", {}, "", undefined],
    ["a broken expression", {}, "SET a = ", undefined],
  ])("refuses %s, and changes nothing", async (_what, before, UpdateExpression, values) => {
    const Key = await given(before);
    await expect(update(Key, { UpdateExpression }, values)).rejects.toMatchObject({ name: "ValidationException" });
    expect(await read(Key)).toEqual(before);
  });

  test("refuses an unused name", async () => {
    const Key = await given({});
    const unused = { UpdateExpression: "SET a = :v", ExpressionAttributeNames: { "#unused": "b" } };
    await expect(update(Key, unused, { ":v": 1 })).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("takes reserved words by placeholders", async () => {
    const Key = await given({});
    const expressions = {
      UpdateExpression: "SET #status = :v, #m = :m",
      ConditionExpression: "attribute_not_exists(#status)",
      ExpressionAttributeNames: { "#status": "status", "#m": "with.dot" },
    };
    await update(Key, expressions, { ":v": 1, ":m": 2 });
    expect(await read(Key)).toEqual({ status: 1, "with.dot": 2 });
  });

  test("returns what was asked for", async () => {
    const Key = await given({ n: 1, other: "x" });
    const add = (ReturnValues: "ALL_OLD" | "ALL_NEW" | "UPDATED_OLD" | "UPDATED_NEW") =>
      update(Key, { UpdateExpression: "ADD n :one", ReturnValues }, { ":one": 1 });
    expect((await add("ALL_OLD")).Attributes).toEqual({ ...Key, n: 1, other: "x" });
    expect((await add("ALL_NEW")).Attributes).toEqual({ ...Key, n: 3, other: "x" });
    expect((await add("UPDATED_OLD")).Attributes).toEqual({ n: 3 });
    expect((await add("UPDATED_NEW")).Attributes).toEqual({ n: 5 });
  });
});
