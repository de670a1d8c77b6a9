import type { Store } from "dynalite/db/index.js";
import { createKey, validateKey } from "dynalite/db/index.js";
import getChecks from "dynalite/validations/getItem.js";
import type { Item } from "./attribute-value.ts";
import { checkCall } from "./check-call.ts";
import { validationError } from "./dynamo-error.ts";
import { itemBytes } from "./item-size.ts";
import { get } from "./read-items.ts";
import { tableOf } from "./tables.ts";
import { transactItems, transactionBytesMax } from "./transact-write.ts";

/**
 * Reads up to 100 items as of one moment: the caller lets no write in between.
 *
 * @throws DynamoError ValidationException, ResourceNotFoundException
 */
export async function transactGet(store: Store, parameters: Record<string, unknown>): Promise<object> {
  const gets = transactItems(parameters["TransactItems"]).map((item) => ("Get" in item ? item.Get : undefined));
  const seen = new Set<string>();
  const responses: { Item?: Item }[] = [];
  let bytes = 0;
  for (const one of gets) {
    if (typeof one !== "object" || one === null) throw validationError("TransactItems must have a Get each");
    const data = checkCall(one, getChecks, store);
    const table = await tableOf(store, data.TableName);
    const invalid = validateKey(data.Key ?? {}, table);
    if (invalid) throw invalid;
    const name = `${data.TableName}~${createKey(data.Key ?? {}, table)}`;
    if (seen.has(name)) throw validationError("Transaction request cannot include multiple operations on one item");
    seen.add(name);
    const answer: { Item?: Item } = await get(store, { ...one });
    bytes += itemBytes(answer.Item ?? {});
    responses.push(answer.Item ? { Item: answer.Item } : {});
  }
  if (bytes > transactionBytesMax) throw validationError("The items of the transaction exceed 4 MB together");
  return { Responses: responses };
}
