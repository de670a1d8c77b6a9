import type { BatchOperation, Callback, Store, SubDb } from "dynalite/db/index.js";
import type { Item } from "./attribute-value.ts";

/** One item that a call has written: nothing before means it is new, nothing after means it is gone. */
export interface Change {
  readonly tableName: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/**
 * A store like dynalite's own, whose writes are kept back until `commit` puts them (items and index entries together)
 * into the database as one batch: a transaction, or a single write with its indexes, is there wholly or not at all,
 * even after a kill.
 */
export interface StagedWrites {
  readonly store: Store;
  read(tableName: string, key: string): Promise<Item | undefined>;
  changes(): Change[];
  commit(...also: BatchOperation[]): Promise<void>;
}

export function stageWrites(store: Store): StagedWrites {
  const operations = new Map<string, BatchOperation>();
  const before = new Map<string, { tableName: string; item: Item | undefined }>();

  /** `prefix` is dynalite's own for the same sub-database. */
  const stagedDb = (prefix: string, sub: SubDb, tableName?: string): SubDb => ({
    // Writes are queued one behind another by the caller: a lock on one key has nothing to wait for.
    lock: (_key, run) => run((callback) => callback),
    get(key, callback) {
      const staged = operations.get(prefix + key);
      if (staged) {
        callback(null, staged.type === "put" ? asItem(staged.value) : undefined);
        return;
      }
      sub.get(key, (error, item) => {
        if (!error && tableName !== undefined) before.set(prefix + key, { tableName, item });
        callback(error, item);
      });
    },
    put(key, value, callback) {
      operations.set(prefix + key, { type: "put", key: prefix + key, value });
      callback(null);
    },
    del(key, callback) {
      operations.set(prefix + key, { type: "del", key: prefix + key });
      callback(null);
    },
  });

  const staged: Store = {
    ...store,
    getItemDb: (name) => stagedDb(`item-${name}~`, store.getItemDb(name), name),
    getIndexDb: (kind, table, index) =>
      stagedDb(`index-${kind.toLowerCase()}~${table}~${index}~`, store.getIndexDb(kind, table, index)),
  };
  return {
    store: staged,
    read: (tableName, key) =>
      promised<Item>((callback) => {
        staged.getItemDb(tableName).get(key, callback);
      }),
    changes: () =>
      [...before].flatMap(([key, { tableName, item }]) => {
        const operation = operations.get(key);
        if (!operation) return [];
        return { tableName, before: item, after: operation.type === "put" ? asItem(operation.value) : undefined };
      }),
    commit: (...also) => store.db.batch([...operations.values(), ...also]),
  };
}

/** Turns one call with a callback into a promise. */
export function promised<T>(call: (callback: Callback<T>) => void): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    call((error, value) => (error ? reject(error) : resolve(value)));
  });
}

/** What actions put into item databases are items; a round through JSON gives them the form they are read back in. */
function asItem(value: unknown): Item {
  return JSON.parse(JSON.stringify(value));
}
