import batchGetItem from "dynalite/actions/batchGetItem.js";
import getItem from "dynalite/actions/getItem.js";
import query from "dynalite/actions/query.js";
import scan from "dynalite/actions/scan.js";
import { type Checked, mapPaths, type Store, type Table } from "dynalite/db/index.js";
import batchGetChecks from "dynalite/validations/batchGetItem.js";
import getChecks from "dynalite/validations/getItem.js";
import queryChecks from "dynalite/validations/query.js";
import scanChecks from "dynalite/validations/scan.js";
import type { Item } from "./attribute-value.ts";
import { checkCall } from "./check-call.ts";
import { validationError } from "./dynamo-error.ts";
import { matchesCondition } from "./match-condition.ts";
import { promised } from "./staged-writes.ts";
import { tableOf } from "./tables.ts";

type Parameters = Record<string, unknown>;
type Answer = Record<string, unknown>;

export async function get(store: Store, parameters: Parameters): Promise<Answer> {
  const data = checkCall(parameters, getChecks, store);
  return (await promised<Answer>((callback) => getItem(store, data, callback))) ?? {};
}

/** dynalite leaves the projection out of the keys it did not get to. */
export async function batchGet(store: Store, parameters: Parameters): Promise<Answer> {
  const data = checkCall(parameters, batchGetChecks, store);
  const answer = (await promised<Answer>((callback) => batchGetItem(store, data, callback))) ?? {};
  const requested = recordIn(parameters, "RequestItems");
  const left = Object.entries(recordIn(answer, "UnprocessedKeys")).map(([tableName, keys]) => [
    tableName,
    { ...recordIn(requested, tableName), ...(typeof keys === "object" ? keys : {}) },
  ]);
  return { ...answer, UnprocessedKeys: Object.fromEntries(left) };
}

export function queryItems(store: Store, parameters: Parameters): Promise<Answer> {
  return page(store, checkCall(parameters, queryChecks, store), query);
}

export function scanItems(store: Store, parameters: Parameters): Promise<Answer> {
  return page(store, checkCall(parameters, scanChecks, store), scan);
}

/**
 * One page. dynalite chooses and counts its items, ours are the filter (by the same rules as conditions), the
 * projection, and Select COUNT, all of which come after the filter.
 */
async function page(store: Store, data: Checked, action: typeof query): Promise<Answer> {
  const { _filter: filter, _projection: projection, Select: select, ...plain } = data;
  const table = await tableOf(store, data.TableName);
  refuseUnprojected(data, table);
  const asked: Checked = { ...plain };
  // dynalite still checks these for key attributes; an expression of an unknown type lets every item pass.
  if (filter) asked._filter = { ...filter, expression: { type: "always", args: [] } };
  if (projection) {
    const { paths: _ours, ...checked } = projection;
    asked._projection = checked;
  }
  if (select !== undefined && select !== "COUNT") asked.Select = select;
  const answer = (await promised<Answer>((callback) => action(store, asked, callback))) ?? {};
  let items = itemsIn(answer);
  if (filter) items = items.filter((item) => matchesCondition(filter.expression, item));
  const Count = items.length;
  if (select === "COUNT") {
    const { Items: _counted, ...rest } = answer;
    return { ...rest, Count };
  }
  const paths = projection?.paths;
  return { ...answer, Count, Items: paths ? items.map((item) => mapPaths(paths, item)) : items };
}

/** A global index can't give what it does not hold; dynalite would leave it out without a word. */
function refuseUnprojected({ IndexName, _projection }: Checked, table: Table): void {
  const index = table.GlobalSecondaryIndexes?.find((candidate) => candidate.IndexName === IndexName);
  if (!index || !_projection?.paths || index.Projection.ProjectionType === "ALL") return;
  const keys = [...table.KeySchema, ...index.KeySchema].map((key) => key.AttributeName);
  const held = new Set<unknown>([...keys, ...(index.Projection.NonKeyAttributes ?? [])]);
  const missing = _projection.paths.map((path) => path[0]).find((name) => !held.has(name));
  if (missing === undefined) return;
  throw validationError(
    `One or more parameter values were invalid: Global secondary index ${index.IndexName} does not project [${missing}]`,
  );
}

function itemsIn(answer: Answer): Item[] {
  const items = answer["Items"];
  return Array.isArray(items) ? items : [];
}

function recordIn(from: Parameters, name: string): Parameters {
  const value = from[name];
  return typeof value === "object" && value !== null ? { ...value } : {};
}
