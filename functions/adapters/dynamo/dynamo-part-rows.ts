import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { type Backup, ENDED_STATES } from "../../domain/backup/backup.ts";
import type { PartRow, PartRows } from "../../domain/backup/part-rows.ts";
import { putNew } from "./change-writes.ts";
import { conditional, write } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { backupKey, partKey, signatureKey } from "./keys.ts";
import { decodePart, encodePart } from "./part-row.ts";
import { queryItems } from "./read-item.ts";
import { type TransactWrite, transact } from "./transact.ts";

export function dynamoPartRows(deps: DynamoDeps): PartRows {
  const { client, table } = deps;

  return {
    async put(backup, row, entriesBegun) {
      const Item = encodePart(backup, row);
      const fresh = await transact<"backup" | "there">(deps, [
        { guards: "backup", write: counted(table, backup, entriesBegun) },
        { guards: "there", write: putNew(table, Item) },
      ]);
      if (fresh.isApplied || fresh.refusedBy === "backup") return fresh.isApplied;
      // Built again: it was counted before.
      const again = await transact<"backup">(deps, [
        { guards: "backup", write: { ConditionCheck: isPresent(table, backup) } },
        { write: { Put: { TableName: table, Item } } },
      ]);
      return again.isApplied;
    },

    list: (backup, first, last) => listParts(deps, backup, first, last),

    async keepSignature(backup, signature) {
      const command = new PutCommand({
        TableName: table,
        Item: { ...signatureKey(backup), signature },
        ConditionExpression: "attribute_not_exists(pk)",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      });
      const kept = await write(deps, () => conditional(() => client.send(command)));
      return kept.isMet ? signature : String(kept.item?.["signature"]);
    },
  };
}

async function* listParts(deps: DynamoDeps, backup: Backup, first: number, last: number): AsyncGenerator<PartRow> {
  // DynamoDB refuses a range that ends before it begins; an archive without parts of its own has such a one.
  if (last < first) return;
  const items = queryItems(deps, {
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
    ExpressionAttributeValues: {
      ":pk": partKey(backup, first).pk,
      ":first": partKey(backup, first).sk,
      ":last": partKey(backup, last).sk,
    },
    ConsistentRead: true,
  });
  for await (const item of items) yield decodePart(item);
}

/**
 * The backup goes on, has the generation that the part belongs to, and one part more. Its revision stays: nobody who
 * ends a backup should have to look again because of a part.
 */
function counted(table: string, backup: Backup, entriesBegun: number): TransactWrite {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values, ...present } = isPresent(table, backup);
  return {
    Update: {
      ...present,
      UpdateExpression: `SET ${more("#partsDone", ":part")}, ${more("#entriesDone", ":entries")}`,
      ExpressionAttributeNames: {
        ...names,
        "#layout": "layout",
        "#partsDone": "partsDone",
        "#entriesDone": "entriesDone",
      },
      ExpressionAttributeValues: { ...values, ":none": 0, ":part": 1, ":entries": entriesBegun },
    },
  };
}

const more = (counter: string, by: string): string =>
  `#layout.${counter} = if_not_exists(#layout.${counter}, :none) + ${by}`;

function isPresent(table: string, { tenantId, backupId, generation }: Backup) {
  const ended = ENDED_STATES.map((state, index) => [`:ended${index}`, state] as const);
  return {
    TableName: table,
    Key: backupKey(tenantId, backupId),
    ConditionExpression: `#generation = :generation AND NOT #state IN (${ended.map(([name]) => name).join(", ")})`,
    ExpressionAttributeNames: { "#generation": "generation", "#state": "state" },
    ExpressionAttributeValues: { ":generation": generation, ...Object.fromEntries(ended) },
  };
}
