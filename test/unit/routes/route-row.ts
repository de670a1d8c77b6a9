import type { FailureCode } from "../../../functions/domain/failure.ts";
import type { Name, RouteWorld } from "../../support/route-world.ts";
import { type Prepared } from "./route-states.ts";

/** How somebody comes to a route. */
export interface Columns {
  /** Without any credentials. */
  readonly nobody: Expected;
  /** Signed in. */
  readonly session: Expected;
  /** By API key, as a script: nothing else, and no backup token in what is sent. */
  readonly key: Expected;
  /** By API key, with the backup token where the route takes one. */
  readonly keyAndToken: Expected;
  /** Somebody else of the same installation, signed in, asking for the same. */
  readonly otherUser: Expected;
  /** An administrator of another installation, signed in there, asking for the same. */
  readonly otherTenant: Expected;
  /** Signed in, and locked since. */
  readonly locked: Expected;
  /** Signed in, and without any right since. */
  readonly withdrawn: Expected;
}

/** A status, or the code of the refusal. */
export type Expected = number | FailureCode;

export interface Row extends Columns {
  /** Whose it is. */
  readonly who: Name;
  readonly other: Name;
  readonly path?: Readonly<Record<string, string>>;
  /** What is sent; a backup token or a ticket is only known in its world. */
  readonly body?: (world: RouteWorld, ticket: string) => object;
  /** What has to be there before; `cookie` is that of `who`. */
  readonly prepare?: (world: RouteWorld, cookie: string) => Promise<Prepared>;
}

export const OUT = "unauthenticated";
export const HIS = { who: "cyd", other: "dan" } as const;
export const HERS = { who: "ada", other: "bea" } as const;
export const B1 = { path: { backupId: "b1" } };
export const OF_CYD = { path: { backupId: "b1", userId: "3" } };
export const PASSWORD = { body: () => ({ password: "right" }) };

/** For people who are signed in; an API key is no person. */
export const PEOPLE = { nobody: OUT, key: OUT, keyAndToken: OUT, locked: OUT } as const;
/** For people and scripts alike, who see what is theirs and nothing else. */
export const OWN = { nobody: OUT, otherUser: "not-found", otherTenant: "not-found", locked: OUT } as const;
export const all = (expected: Expected) => ({
  nobody: expected,
  session: expected,
  key: expected,
  keyAndToken: expected,
  otherUser: expected,
  otherTenant: expected,
  locked: expected,
  withdrawn: expected,
});
/** Scripts do not send our header, and what changes something has to carry it where nobody is known. */
export const SCRIPT = { key: "forbidden-origin", keyAndToken: "forbidden-origin" } as const;
