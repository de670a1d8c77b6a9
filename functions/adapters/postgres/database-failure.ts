import { DatabaseError } from "pg";
import { Failure } from "../../domain/failure.ts";

/** SQLSTATEs of a table, column or schema that is not there, or may not be read. */
const UNSUPPORTED: ReadonlySet<string> = new Set(["42P01", "42703", "3F000", "42501"]);

/** JavaScript's own errors come from our mistakes, not from a database. */
const isBug = (error: unknown): boolean =>
  !(error instanceof Error) ||
  error instanceof TypeError ||
  error instanceof RangeError ||
  error instanceof ReferenceError;

/**
 * The failure for what `pg` threw: what it could not find is `tenant-database-unsupported`; whatever else a database or
 * the way to it says (refused, timed out, wrong password, too many connections) is `tenant-database-unavailable`.
 */
export function databaseFailure(error: unknown): unknown {
  if (error instanceof Failure || isBug(error)) return error;
  if (!(error instanceof DatabaseError)) return new Failure("tenant-database-unavailable", {}, error);
  const sqlState = error.code ?? "";
  if (!UNSUPPORTED.has(sqlState)) return new Failure("tenant-database-unavailable", { sqlState }, error);
  const missing = [error.table, error.column].filter((name) => name !== undefined).join(".");
  return new Failure("tenant-database-unsupported", { sqlState, ...(missing === "" ? {} : { missing }) }, error);
}
