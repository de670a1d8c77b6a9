/** Functions that answer requests; their names are those of `functions/routes.ts`. */
export const API_FUNCTIONS = [
  "sessions",
  "single-sign-on",
  "tokens",
  "backups",
  "history",
  "settings",
  "downloads",
  "openapi",
  "support",
] as const;

/** Every function, by the name of its folder under `functions/`. */
export const FUNCTION_NAMES = [...API_FUNCTIONS, "worker", "relay", "notices", "keeper", "dead-letters"] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];
