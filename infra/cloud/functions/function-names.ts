/** Functions that answer tenants; their names are those of `functions/routes.ts`, like those of the staff. */
export const TENANT_FUNCTIONS = [
  "sessions",
  "single-sign-on",
  "tokens",
  "backups",
  "history",
  "settings",
  "downloads",
  "files",
  "audit",
  "openapi",
  "console",
] as const;

/** Functions that answer support and the operator. */
export const STAFF_FUNCTIONS = ["support", "operator"] as const;

/** Every function, by the name of its folder under `functions/`. */
export const FUNCTION_NAMES = [
  ...TENANT_FUNCTIONS,
  ...STAFF_FUNCTIONS,
  "worker",
  "relay",
  "notices",
  "keeper",
  "auditor",
  "dead-letters",
] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];
