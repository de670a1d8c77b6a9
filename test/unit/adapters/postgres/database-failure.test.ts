import { DatabaseError } from "pg";
import { describe, expect, it } from "vitest";
import { databaseFailure } from "../../../../functions/adapters/postgres/database-failure.ts";
import { Failure } from "../../../../functions/domain/failure.ts";

const databaseError = (code: string, more: Partial<DatabaseError> = {}) =>
  Object.assign(new DatabaseError("said the server", 1, "error"), { code, ...more });

describe("an error of a tenant's database", () => {
  it.each([
    ["a wrong password", "28P01"],
    ["no such database", "3D000"],
    ["too many connections", "53300"],
    ["a server that starts", "57P03"],
    ["a statement that took too long", "57014"],
    ["a connection cut by an administrator", "57P01"],
  ])("of %s means that it is unavailable", (_, code) => {
    const error = databaseError(code);
    expect(databaseFailure(error)).toMatchObject({
      code: "tenant-database-unavailable",
      details: { sqlState: code },
      cause: error,
    });
  });

  it.each(["42P01", "42703", "42501", "3F000"])("%s means that something is missing", (code) => {
    expect(databaseFailure(databaseError(code, { table: "roles", column: "type" }))).toMatchObject({
      code: "tenant-database-unsupported",
      details: { sqlState: code, missing: "roles.type" },
    });
  });

  it("of the way to it means that it is unavailable, without a word of its text", () => {
    const error = new Error("timeout expired");
    expect(databaseFailure(error)).toMatchObject({ code: "tenant-database-unavailable", details: {}, cause: error });
  });

  it("stays what it is when it is ours", () => {
    const failure = new Failure("dump-client-outdated");
    const bug = new TypeError("bug");
    expect([databaseFailure(failure), databaseFailure(bug)]).toEqual([failure, bug]);
  });
});
