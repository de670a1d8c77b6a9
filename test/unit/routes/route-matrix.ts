import type { FailureCode } from "../../../functions/domain/failure.ts";
import type { RouteName } from "../../../functions/routes.ts";
import type { Name, RouteWorld } from "../../support/route-world.ts";
import { disabled, type Prepared, withFarewell, withGrant, withOpening, withTicket } from "./route-states.ts";

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

const OUT = "unauthenticated";
const HIS = { who: "cyd", other: "dan" } as const;
const HERS = { who: "ada", other: "bea" } as const;
const B1 = { path: { backupId: "b1" } };
const OF_CYD = { path: { backupId: "b1", userId: "3" } };
const PASSWORD = { body: () => ({ password: "right" }) };

/** For people who are signed in; an API key is no person. */
const PEOPLE = { nobody: OUT, key: OUT, keyAndToken: OUT, locked: OUT } as const;
/** For people and scripts alike, who see what is theirs and nothing else. */
const OWN = { nobody: OUT, otherUser: "not-found", otherTenant: "not-found", locked: OUT } as const;
const all = (expected: Expected) => ({
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
const SCRIPT = { key: "forbidden-origin", keyAndToken: "forbidden-origin" } as const;

/** What every route answers to whoever comes. A route that is missing here does not compile. */
export const ROUTE_MATRIX: Readonly<Record<RouteName, Row>> = {
  "GET /api/v3/installation": { ...HIS, ...all(200) },
  "POST /api/v3/sessions": {
    ...HIS,
    ...all(201),
    ...SCRIPT,
    body: () => ({ login: "cyd", password: "right" }),
    otherTenant: "sign-in-refused",
    locked: "sign-in-refused",
  },
  "POST /api/v3/sessions/single_sign_on": { ...HIS, ...all("single-sign-on-refused"), ...SCRIPT, body: () => ({}) },
  "GET /api/v3/sessions": { ...HIS, ...all(200), ...PEOPLE },
  "DELETE /api/v3/sessions": { ...HIS, ...all(204), ...PEOPLE, ...PASSWORD },
  "GET /api/v3/sessions/current": { ...HIS, ...all(200), ...PEOPLE },
  "DELETE /api/v3/sessions/current": { ...HIS, ...all(204), ...PEOPLE },
  "GET /api/v3/disabled_passwords": {
    ...all(200),
    ...PEOPLE,
    who: "ada",
    other: "cyd",
    otherUser: "not-an-administrator",
    withdrawn: "not-an-administrator",
  },
  "DELETE /api/v3/disabled_passwords/{userId}": {
    ...PEOPLE,
    ...PASSWORD,
    who: "ada",
    other: "cyd",
    path: { userId: "4" },
    prepare: disabled,
    session: 204,
    otherUser: "not-an-administrator",
    otherTenant: "not-found",
    withdrawn: "not-an-administrator",
  },

  "GET /api/v3/single_sign_on": { ...HIS, ...all(200) },
  "POST /api/v3/single_sign_on": {
    ...HIS,
    ...all("no-single-sign-on"),
    ...SCRIPT,
    body: () => ({ purpose: "sign-in" }),
  },
  "POST /api/v3/single_sign_on/identities": {
    ...HIS,
    ...all("single-sign-on-refused"),
    ...SCRIPT,
    body: () => ({ query: "code=c&state=s" }),
  },

  "GET /api/v3/backup_tokens": { ...HIS, ...all(200), ...PEOPLE },
  "POST /api/v3/backup_tokens": {
    ...HIS,
    ...PEOPLE,
    body: () => ({ confirmation: "reset", password: "right" }),
    session: 201,
    otherUser: "confirmation-word",
    otherTenant: "confirmation-word",
    withdrawn: "missing-permission",
  },
  "DELETE /api/v3/backup_tokens/{userId}": {
    ...HIS,
    ...OWN,
    ...PEOPLE,
    path: { userId: "3" },
    session: 204,
    withdrawn: 204,
  },

  "POST /api/v3/backups": {
    ...HIS,
    ...all(202),
    body: ({ backupToken }) => ({ backupToken }),
    nobody: OUT,
    key: "backup-token-missing",
    otherUser: "backup-token-refused",
    otherTenant: "backup-token-refused",
    locked: OUT,
    withdrawn: "missing-permission",
  },
  "GET /api/v3/job_statuses/{backupId}": { ...HIS, ...B1, ...all(200), ...OWN },

  "GET /api/v3/backups": { ...HIS, ...all(200), nobody: OUT, locked: OUT },
  "GET /api/v3/backups/estimate": { ...HIS, ...all(200), nobody: OUT, locked: OUT, withdrawn: "missing-permission" },
  "GET /api/v3/backups/{backupId}": { ...HIS, ...B1, ...all(200), ...OWN },
  "PATCH /api/v3/backups/{backupId}": {
    ...HIS,
    ...B1,
    ...all(200),
    ...OWN,
    body: () => ({ label: "Before the upgrade" }),
    withdrawn: "missing-permission",
  },
  "DELETE /api/v3/backups/{backupId}": {
    ...HIS,
    ...B1,
    ...OWN,
    ...PEOPLE,
    ...PASSWORD,
    session: 204,
    withdrawn: "missing-permission",
  },
  "POST /api/v3/backups/{backupId}/cancel": {
    ...HIS,
    ...all(200),
    ...OWN,
    path: { backupId: "b2" },
    withdrawn: "missing-permission",
  },
  "POST /api/v3/backups/{backupId}/support_request": {
    ...HIS,
    ...B1,
    ...OWN,
    ...PEOPLE,
    body: () => ({ message: "Is this one complete?" }),
    session: 202,
    withdrawn: 202,
  },

  "GET /api/v3/backup_settings": { ...HIS, ...all(200), ...PEOPLE },
  "PATCH /api/v3/backup_settings": {
    ...all(200),
    ...PEOPLE,
    who: "ada",
    other: "cyd",
    body: () => ({ password: "right", backup_api_pull: false }),
    otherUser: "not-an-administrator",
    withdrawn: "not-an-administrator",
  },

  "POST /api/v3/backups/{backupId}/tickets": {
    ...HIS,
    ...B1,
    ...OWN,
    ...PEOPLE,
    ...PASSWORD,
    session: 201,
    withdrawn: "missing-permission",
  },
  "POST /api/v3/backups/{backupId}/grants": {
    ...HERS,
    ...B1,
    ...OWN,
    ...PEOPLE,
    prepare: withTicket,
    body: (_, ticket) => ({ ticket }),
    session: 201,
    otherUser: "ticket-refused",
    withdrawn: "not-found",
  },
  "POST /api/v3/backups/{backupId}/openings": {
    ...HIS,
    ...B1,
    ...all("opening-needless"),
    ...OWN,
    body: () => ({}),
    withdrawn: "missing-permission",
  },
  "GET /api/v3/backups/{backupId}/openings/{userId}": {
    ...HIS,
    ...OF_CYD,
    ...all(200),
    ...OWN,
    prepare: withOpening,
  },
  "DELETE /api/v3/backups/{backupId}/openings/{userId}": {
    ...HIS,
    ...OF_CYD,
    ...all(204),
    ...OWN,
    prepare: withOpening,
  },
  "POST /api/v3/backups/{backupId}/collection_codes": {
    ...HERS,
    ...B1,
    ...PEOPLE,
    ...PASSWORD,
    prepare: withFarewell,
    session: 201,
    otherUser: 201,
    otherTenant: "not-found",
    withdrawn: "not-an-administrator",
  },
  "POST /api/v3/collections": {
    ...HIS,
    ...all("collection-refused"),
    ...SCRIPT,
    body: () => ({ code: "opbc_wrong" }),
  },
  "GET /api/v3/backups/{backupId}/content": {
    ...HIS,
    ...B1,
    ...all(302),
    ...OWN,
    prepare: withGrant,
    session: 303,
    withdrawn: "missing-permission",
  },

  "GET /api/v3/audit_events": { ...HERS, ...all(200), ...PEOPLE, withdrawn: "not-an-administrator" },
  "POST /api/v3/audit_exports": { ...HERS, ...PASSWORD, ...all(201), ...PEOPLE, withdrawn: "not-an-administrator" },

  "GET /api/v3/openapi.json": { ...HIS, ...all(200) },
};
