import { describe, expect, it } from "vitest";
import { connectionSettings, programEnvironment } from "../../../../functions/adapters/postgres/connection-settings.ts";

const url = "postgres://ad%40a:p%2F%3Ass@db.example:5433/acme%20x?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem";

describe("a connection string", () => {
  it("is the environment of a program, decoded, and nothing else of this process is", () => {
    expect(programEnvironment(url)).toEqual({
      PATH: "/usr/local/bin:/usr/bin:/bin",
      LC_ALL: "C.UTF-8",
      TZ: "UTC",
      PGHOST: "db.example",
      PGPORT: "5433",
      PGUSER: "ad@a",
      PGPASSWORD: "p/:ss",
      PGDATABASE: "acme x",
      PGPASSFILE: "/dev/null",
      PGAPPNAME: "coffer",
      PGCONNECT_TIMEOUT: "5",
      PGSSLMODE: "verify-full",
      PGSSLROOTCERT: "/etc/ca.pem",
    });
  });

  it("has PostgreSQL's port unless it says so, and may name a socket or an IPv6 address", () => {
    expect(programEnvironment("postgres://a:b@db/x")).toMatchObject({ PGPORT: "5432" });
    expect(programEnvironment("postgres://a:b@db/x?host=/run/pg")).toMatchObject({ PGHOST: "/run/pg" });
    expect(programEnvironment("postgres://a:b@[::1]/x")).toMatchObject({ PGHOST: "::1" });
  });

  it("means the same TLS to the driver as to PostgreSQL's programs", () => {
    const parsed = new URL(connectionSettings(url).connectionString ?? "");
    expect(parsed.searchParams.get("sslmode")).toBe("verify-full");
    expect(parsed.searchParams.get("uselibpqcompat")).toBe("true");
  });

  it.each(["prefer", "allow"])("that promises no TLS (%s) does without", (mode) => {
    const { connectionString = "" } = connectionSettings(`postgres://a:b@db/x?sslmode=${mode}`);
    expect(new URL(connectionString).searchParams.has("sslmode")).toBe(false);
  });
});
