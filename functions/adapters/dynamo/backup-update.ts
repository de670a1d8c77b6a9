import type { Backup, BackupState } from "../../domain/backup/backup.ts";
import { backupKey } from "./keys.ts";
import type { TransactWrite } from "./transact.ts";

/** A change of a backup's row. Members of facts are named by a path, e.g. `layout.rangesLeft`. */
export interface BackupUpdate {
  /** The row must be in one of these. */
  readonly from: readonly BackupState[];
  /** And must hold these values. */
  readonly where?: Readonly<Record<string, unknown>>;
  /** And none of these flags. */
  readonly isNot?: readonly string[];
  readonly set: Readonly<Record<string, unknown>>;
  /** Members that go. */
  readonly remove?: readonly string[];
}

/** The update as one write of a transaction. Every name is aliased: which words are reserved need not be known. */
export function updateBackup(
  table: string,
  { tenantId, backupId }: Pick<Backup, "tenantId" | "backupId">,
  { from, where = {}, isNot = [], set, remove = [] }: BackupUpdate,
): TransactWrite {
  const names: Record<string, string> = { "#state": "state", "#revision": "revision" };
  const values: Record<string, unknown> = { ":one": 1 };
  const alias = (path: string): string => {
    for (const name of path.split(".")) names[`#${name}`] = name;
    return `#${path.replaceAll(".", ".#")}`;
  };
  const bind = (prefix: string, value: unknown): string => {
    const name = `:${prefix}${Object.keys(values).length}`;
    values[name] = value;
    return name;
  };
  const states = from.map((state) => bind("from", state));
  const facts = Object.entries(where).map(([path, value]) => `${alias(path)} = ${bind("is", value)}`);
  const absences = isNot.map(
    (flag) => `(attribute_not_exists(${alias(flag)}) OR ${alias(flag)} = ${bind("not", false)})`,
  );
  const changes = Object.entries(set).map(([path, value]) => `${alias(path)} = ${bind("set", value)}`);
  const removal = remove.length > 0 ? ` REMOVE ${remove.map(alias).join(", ")}` : "";
  return {
    Update: {
      TableName: table,
      Key: backupKey(tenantId, backupId),
      UpdateExpression: `SET ${[...changes, "#revision = #revision + :one"].join(", ")}${removal}`,
      ConditionExpression: [`#state IN (${states.join(", ")})`, ...facts, ...absences].join(" AND "),
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    },
  };
}
