import type { Table } from "dynalite/db/index.js";
import type { Item } from "./attribute-value.ts";
import { validationError } from "./dynamo-error.ts";
import { itemBytes, itemBytesMax } from "./item-size.ts";

/**
 * What an item must still meet once it is worked out: dynalite looks at the parameters only, so an update could
 * otherwise grow an item past the limit or put an empty value into an index.
 */
export function checkItem(item: Item, table: Table, kind: string): void {
  if (itemBytes(item) > itemBytesMax) {
    throw validationError(
      kind === "update"
        ? "Item size to update has exceeded the maximum allowed size"
        : "Item size has exceeded the maximum allowed size",
    );
  }
  for (const index of [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])]) {
    for (const { AttributeName: name } of index.KeySchema) {
      const value = item[name];
      const type = table.AttributeDefinitions.find((definition) => definition.AttributeName === name)?.AttributeType;
      if (value === undefined || type === undefined) continue;
      if (value[type] === undefined) {
        throw validationError(`Type mismatch for Index Key ${name} Expected: ${type} IndexName: ${index.IndexName}`);
      }
      if (value[type] === "") {
        throw validationError(
          `A value specified for a secondary index key is empty. IndexName: ${index.IndexName}, IndexKey: ${name}`,
        );
      }
    }
  }
}
