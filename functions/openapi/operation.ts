import type * as z from "zod/mini";
import type { FailureCode } from "../domain/failure.ts";
import type { SchemaName } from "./schemas.ts";

/** What is said of a route besides its method, path and sign-in, which its row in `functions/routes.ts` says. */
export interface Operation {
  readonly summary: string;
  readonly query?: z.core.$ZodType;
  readonly body?: SchemaName;
  /** The status of success, and what is answered then. */
  readonly status: 200 | 201 | 202 | 204 | 302 | 303;
  readonly answer?: SchemaName;
  /** What can go wrong here, besides what can anywhere. */
  readonly failures?: readonly FailureCode[];
}
