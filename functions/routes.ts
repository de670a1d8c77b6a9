import type { StaffKind } from "./domain/support/staff.ts";

/** How a caller may prove who they are on a route; `iam`: by a signature of the cloud account's own people. */
export type SignIn = "none" | "session" | "api-key" | "either" | "iam";

export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** API Gateway's form: `{name}` stands for one path segment. */
  readonly path: string;
  /** The folder under `functions/` whose Lambda answers it: one Lambda per privilege. */
  readonly function:
    | "sessions"
    | "single-sign-on"
    | "tokens"
    | "backups"
    | "history"
    | "settings"
    | "downloads"
    | "files"
    | "audit"
    | "openapi"
    | "console"
    | "support"
    | "operator";
  readonly signIn: SignIn;
  /** Who of the staff may call it; on routes of theirs alone. */
  readonly staff?: readonly StaffKind[];
}

/** The staff's own API: about any tenant, under any of the service's host names. */
const STAFF = "/support/v1/tenants";
const BOTH = ["support", "operator"] as const;

/** Every address Coffer answers. The front door in the cloud and the local gateway are both made from this. */
export const ROUTES = [
  { method: "GET", path: "/api/v3/installation", function: "sessions", signIn: "none" },
  { method: "POST", path: "/api/v3/sessions", function: "sessions", signIn: "none" },
  { method: "POST", path: "/api/v3/sessions/single_sign_on", function: "sessions", signIn: "none" },
  { method: "GET", path: "/api/v3/sessions", function: "sessions", signIn: "session" },
  { method: "DELETE", path: "/api/v3/sessions", function: "sessions", signIn: "session" },
  { method: "GET", path: "/api/v3/sessions/current", function: "sessions", signIn: "session" },
  { method: "DELETE", path: "/api/v3/sessions/current", function: "sessions", signIn: "session" },
  { method: "GET", path: "/api/v3/disabled_passwords", function: "sessions", signIn: "session" },
  { method: "DELETE", path: "/api/v3/disabled_passwords/{userId}", function: "sessions", signIn: "session" },

  { method: "GET", path: "/api/v3/single_sign_on", function: "single-sign-on", signIn: "none" },
  { method: "POST", path: "/api/v3/single_sign_on", function: "single-sign-on", signIn: "none" },
  { method: "POST", path: "/api/v3/single_sign_on/identities", function: "single-sign-on", signIn: "none" },

  { method: "GET", path: "/api/v3/backup_tokens", function: "tokens", signIn: "session" },
  { method: "POST", path: "/api/v3/backup_tokens", function: "tokens", signIn: "session" },
  { method: "DELETE", path: "/api/v3/backup_tokens/{userId}", function: "tokens", signIn: "session" },

  { method: "POST", path: "/api/v3/backups", function: "backups", signIn: "either" },
  { method: "GET", path: "/api/v3/job_statuses/{backupId}", function: "backups", signIn: "either" },

  { method: "GET", path: "/api/v3/backups", function: "history", signIn: "either" },
  { method: "GET", path: "/api/v3/backups/estimate", function: "history", signIn: "either" },
  { method: "GET", path: "/api/v3/backups/{backupId}", function: "history", signIn: "either" },
  { method: "PATCH", path: "/api/v3/backups/{backupId}", function: "history", signIn: "either" },
  { method: "DELETE", path: "/api/v3/backups/{backupId}", function: "history", signIn: "session" },
  { method: "POST", path: "/api/v3/backups/{backupId}/cancel", function: "history", signIn: "either" },
  { method: "POST", path: "/api/v3/backups/{backupId}/support_request", function: "history", signIn: "session" },

  { method: "GET", path: "/api/v3/backup_settings", function: "settings", signIn: "session" },
  { method: "PATCH", path: "/api/v3/backup_settings", function: "settings", signIn: "session" },

  { method: "POST", path: "/api/v3/backups/{backupId}/tickets", function: "downloads", signIn: "session" },
  { method: "POST", path: "/api/v3/backups/{backupId}/grants", function: "downloads", signIn: "session" },
  { method: "POST", path: "/api/v3/backups/{backupId}/openings", function: "downloads", signIn: "either" },
  { method: "GET", path: "/api/v3/backups/{backupId}/openings/{userId}", function: "downloads", signIn: "either" },
  { method: "DELETE", path: "/api/v3/backups/{backupId}/openings/{userId}", function: "downloads", signIn: "either" },
  { method: "GET", path: "/api/v3/backups/{backupId}/content", function: "downloads", signIn: "either" },
  { method: "POST", path: "/api/v3/backups/{backupId}/collection_codes", function: "downloads", signIn: "session" },
  { method: "POST", path: "/api/v3/collections", function: "downloads", signIn: "none" },

  {
    method: "GET",
    path: "/api/v3/backups/{backupId}/extracts/{extractId}/content",
    function: "downloads",
    signIn: "session",
  },

  { method: "GET", path: "/api/v3/backups/{backupId}/files", function: "files", signIn: "session" },
  { method: "GET", path: "/api/v3/backups/{backupId}/missing_files", function: "files", signIn: "session" },
  { method: "POST", path: "/api/v3/backups/{backupId}/extracts", function: "files", signIn: "session" },

  { method: "GET", path: "/api/v3/audit_events", function: "audit", signIn: "session" },
  { method: "POST", path: "/api/v3/audit_exports", function: "audit", signIn: "session" },

  { method: "GET", path: "/api/v3/openapi.json", function: "openapi", signIn: "none" },

  { method: "GET", path: STAFF, function: "support", signIn: "iam", staff: BOTH },
  { method: "GET", path: `${STAFF}/{tenantId}`, function: "support", signIn: "iam", staff: BOTH },
  { method: "GET", path: `${STAFF}/{tenantId}/backups`, function: "support", signIn: "iam", staff: BOTH },
  { method: "POST", path: `${STAFF}/{tenantId}/backups`, function: "support", signIn: "iam", staff: ["support"] },
  { method: "GET", path: `${STAFF}/{tenantId}/backups/{backupId}`, function: "support", signIn: "iam", staff: BOTH },
  {
    method: "POST",
    path: `${STAFF}/{tenantId}/backups/{backupId}/hand_outs`,
    function: "support",
    signIn: "iam",
    staff: ["support"],
  },
  { method: "GET", path: `${STAFF}/{tenantId}/audit`, function: "support", signIn: "iam", staff: BOTH },
  { method: "POST", path: `${STAFF}/{tenantId}/audit_checks`, function: "support", signIn: "iam", staff: BOTH },

  { method: "POST", path: STAFF, function: "operator", signIn: "iam", staff: ["operator"] },
  { method: "POST", path: `${STAFF}/{tenantId}/removals`, function: "operator", signIn: "iam", staff: ["operator"] },
  { method: "DELETE", path: `${STAFF}/{tenantId}`, function: "operator", signIn: "iam", staff: ["operator"] },
  { method: "PATCH", path: `${STAFF}/{tenantId}`, function: "operator", signIn: "iam", staff: ["operator"] },
  {
    method: "POST",
    path: `${STAFF}/{tenantId}/single_sign_on`,
    function: "operator",
    signIn: "iam",
    staff: ["operator"],
  },
  {
    method: "DELETE",
    path: `${STAFF}/{tenantId}/single_sign_on`,
    function: "operator",
    signIn: "iam",
    staff: ["operator"],
  },
  { method: "GET", path: `${STAFF}/{tenantId}/secret_place`, function: "operator", signIn: "iam", staff: BOTH },
  { method: "POST", path: `${STAFF}/{tenantId}/checks`, function: "operator", signIn: "iam", staff: BOTH },
  { method: "GET", path: `${STAFF}/{tenantId}/backup_tokens`, function: "operator", signIn: "iam", staff: BOTH },
  {
    method: "POST",
    path: `${STAFF}/{tenantId}/backup_tokens/{userId}/wait_end`,
    function: "operator",
    signIn: "iam",
    staff: ["operator"],
  },
  { method: "GET", path: `${STAFF}/{tenantId}/disabled_passwords`, function: "operator", signIn: "iam", staff: BOTH },
  {
    method: "POST",
    path: `${STAFF}/{tenantId}/disabled_passwords/{userId}/enablement`,
    function: "operator",
    signIn: "iam",
    staff: ["operator"],
  },
] as const satisfies readonly Route[];

/** What a browser opens: the console's views, which are one page, and what that page loads. No part of the API. */
export const PAGES = [
  { method: "GET", path: "/", function: "console", signIn: "none" },
  { method: "GET", path: "/token", function: "console", signIn: "none" },
  { method: "GET", path: "/settings", function: "console", signIn: "none" },
  { method: "GET", path: "/log", function: "console", signIn: "none" },
  { method: "GET", path: "/account", function: "console", signIn: "none" },
  { method: "GET", path: "/backups/{backupId}", function: "console", signIn: "none" },
  { method: "GET", path: "/backups/{backupId}/openings/{userId}", function: "console", signIn: "none" },
  { method: "GET", path: "/assets/{file}", function: "console", signIn: "none" },
] as const satisfies readonly Route[];

/** How tenants' routes are named in tables: method and path, as the front door hands them on. */
export type RouteName = NameOf<Exclude<(typeof ROUTES)[number], { readonly signIn: "iam" }>>;
type NameOf<Each> = Each extends Route ? `${Each["method"]} ${Each["path"]}` : never;
