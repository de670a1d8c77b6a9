// dynalite publishes no types. Declared here: only the parts of 4.0.0 that the layer in this folder calls.

declare module "dynalite/db/index.js" {
  /** One value on the wire: exactly one member is set. `B` is base64, `N` is decimal text. */
  export interface AttributeValue {
    S?: string;
    N?: string;
    B?: string;
    BOOL?: boolean;
    NULL?: boolean;
    SS?: string[];
    NS?: string[];
    BS?: string[];
    L?: AttributeValue[];
    M?: Item;
  }

  export type Item = Record<string, AttributeValue>;

  type Callback<T> = (error: Error | null | undefined, value?: T) => void;

  interface SubDb {
    lock(key: string, run: (release: <F>(callback: F) => F) => void): void;
    get(key: string, callback: Callback<Item>): void;
    put(key: string, value: Item, callback: Callback<void>): void;
    del(key: string, callback: Callback<void>): void;
  }
  interface KeyElement {
    AttributeName: string;
    KeyType: "HASH" | "RANGE";
  }
  interface Index {
    IndexName: string;
    KeySchema: KeyElement[];
    Projection: { ProjectionType?: string; NonKeyAttributes?: string[] };
    [name: string]: unknown;
  }
  interface Table {
    TableName: string;
    TableStatus: string;
    KeySchema: KeyElement[];
    AttributeDefinitions: { AttributeName: string; AttributeType: "S" | "N" | "B" }[];
    GlobalSecondaryIndexes?: Index[];
    LocalSecondaryIndexes?: Index[];
    [name: string]: unknown;
  }
  type BatchOperation = { type: "put"; key: string; value: unknown } | { type: "del"; key: string };
  interface Level {
    open(): Promise<void>;
    get(key: string): Promise<unknown>;
    put(key: string, value: unknown): Promise<void>;
    del(key: string): Promise<void>;
    batch(operations: BatchOperation[]): Promise<void>;
    iterator(range: { gte: string; lt: string }): AsyncIterable<[string, unknown]>;
    close(): Promise<void>;
  }
  interface Store {
    options: { maxItemSize: number };
    db: Level;
    getItemDb(tableName: string): SubDb;
    getIndexDb(kind: string, tableName: string, indexName: string): SubDb;
    getTable(name: string, callback: Callback<Table>): void;
  }
  /** A parsed path is an array; a literal is an attribute value; anything else has a `type`. */
  type Operand = (string | number)[] | Expression | AttributeValue;
  interface Expression {
    type: string;
    name?: string;
    args: Operand[];
  }
  interface UpdateSection {
    type: "set" | "remove" | "add" | "delete";
    path: (string | number)[];
    val?: Operand;
    attrType?: string;
  }
  /** A call's parameters after `checkTypes`; the members with a low line are put there by dynalite's own checks. */
  interface Checked {
    TableName: string;
    Item?: Item;
    Key?: Item;
    IndexName?: string;
    Select?: string;
    _condition?: { expression: Expression };
    _filter?: { expression: Expression };
    _updates?: { sections: UpdateSection[] };
    _projection?: { paths?: (string | number)[][] };
    [name: string]: unknown;
  }

  export function create(options: {
    path?: string;
    createTableMs: number;
    deleteTableMs: number;
    updateTableMs: number;
  }): Store;
  export function createKey(item: Item, table: Table): string;
  export function validateKey(key: Item, table: Table): Error | null | undefined;
  export function validateItem(item: Item, table: Table): Error | null | undefined;
  export function compare(operator: string, value: AttributeValue, others: AttributeValue[]): boolean;
  export function mapPath(path: (string | number)[], item: Item): AttributeValue | null | undefined;
  export function mapPaths(paths: (string | number)[][], item: Item): Item;
}

declare module "dynalite/validations/index.js" {
  import type { Checked, Store } from "dynalite/db/index.js";
  export function checkTypes(data: object, types: object): Checked;
  export function checkValidations(data: Checked, types: object, custom: unknown, store: Store): void;
}

declare module "dynalite/validations/*" {
  const checks: { types: object; custom?: unknown };
  export = checks;
}

declare module "dynalite/actions/*" {
  import type { Callback, Checked, Store } from "dynalite/db/index.js";

  function action(store: Store, data: Checked, callback: Callback<Record<string, unknown>>): void;
  export = action;
}
