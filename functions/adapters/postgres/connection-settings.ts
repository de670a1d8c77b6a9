import type { ClientConfig } from "pg";

const CONNECT_TIMEOUT_MS = 5_000;

/** The name that our connections go by in `pg_stat_activity`. */
const APPLICATION_NAME = "coffer";

/**
 * Settings of `pg` for a connection string. `sslmode` and `sslrootcert` mean what they mean to PostgreSQL's own programs,
 * so that a login behaves alike here and in `pg_dump`. `prefer` and `allow` do without TLS: they promise none.
 */
export function connectionSettings(url: string): ClientConfig {
  const parsed = new URL(url);
  const mode = parsed.searchParams.get("sslmode");
  if (mode === "prefer" || mode === "allow") parsed.searchParams.delete("sslmode");
  parsed.searchParams.set("uselibpqcompat", "true");
  return {
    connectionString: parsed.href,
    application_name: APPLICATION_NAME,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  };
}

/** Where the system keeps its programs. */
export const PROGRAM_PATH = "/usr/local/bin:/usr/bin:/bin";

/** Members of a connection string that PostgreSQL's programs take from their environment. */
const PARAMETERS: Readonly<Record<string, string>> = {
  host: "PGHOST",
  port: "PGPORT",
  sslmode: "PGSSLMODE",
  sslrootcert: "PGSSLROOTCERT",
  sslcert: "PGSSLCERT",
  sslkey: "PGSSLKEY",
  options: "PGOPTIONS",
};

/**
 * The whole environment of a PostgreSQL program: the login of the connection string, and nothing of this process. An
 * argument would show the password to everybody on the machine; the environment shows it to the same user alone.
 */
export function programEnvironment(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const named = Object.entries(PARAMETERS).flatMap(([member, variable]) => {
    const value = searchParams.get(member);
    return value === null ? [] : [[variable, value] as const];
  });
  return {
    PATH: PROGRAM_PATH,
    LC_ALL: "C.UTF-8",
    TZ: "UTC",
    PGHOST: decodeURIComponent(hostname).replace(/^\[(.+)\]$/, "$1"),
    PGPORT: port === "" ? "5432" : port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGPASSFILE: "/dev/null",
    PGAPPNAME: APPLICATION_NAME,
    PGCONNECT_TIMEOUT: String(CONNECT_TIMEOUT_MS / 1000),
    ...Object.fromEntries(named),
  };
}
