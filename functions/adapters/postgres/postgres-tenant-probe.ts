import { Client, DatabaseError } from "pg";
import { isFailure } from "../../domain/failure.ts";
import type { Finding, TenantProbe } from "../../domain/support/check-tenant.ts";
import { connectionSettings } from "./connection-settings.ts";
import { INSTALLATIONS, REQUIRED_ATTACHMENT_COLUMNS } from "./snapshot-queries.ts";
import { type Query, unreadableColumns } from "./tenant-schema.ts";
import { OPTIONAL_USER_COLUMNS, REQUIRED_USER_COLUMNS } from "./user-columns.ts";

interface Logins {
  readonly identityUrl: string;
  readonly dumpUrl: string;
}

const STATEMENT_TIMEOUT_MS = 5_000;

const DUMP_LOGIN = `
  SELECT pg_has_role(current_user, 'pg_read_all_data', 'USAGE') AS may_read, current_setting('server_version') AS version`;

/** Takes the tenant's secret as it is now, and connects with each login that is in it. */
export function postgresTenantProbe(deps: {
  readonly freshSecrets: (tenantId: string) => Promise<Logins>;
}): TenantProbe {
  return {
    async look({ tenantId }) {
      let logins: Logins;
      try {
        logins = await deps.freshSecrets(tenantId);
      } catch (error) {
        if (!isFailure(error, "tenant-database-unavailable")) throw error;
        const { wrong, reason } = error.details;
        const missing = Array.isArray(wrong) ? wrong.map(String) : [];
        return [{ what: "secret", isGood: false, missing, note: String(reason) }];
      }
      const [identity, dump] = await Promise.all([lookAtIdentity(logins.identityUrl), lookAtDump(logins.dumpUrl)]);
      return [{ what: "secret", isGood: true }, ...identity, ...dump];
    },
  };
}

const lookAtIdentity = (url: string): Promise<readonly Finding[]> =>
  connected("identity-login", url, async (query) => {
    const required = merged(REQUIRED_USER_COLUMNS, REQUIRED_ATTACHMENT_COLUMNS);
    const missing = await unreadableColumns(query, required, OPTIONAL_USER_COLUMNS);
    return [
      { what: "identity-login", isGood: true },
      { what: "identity-columns", isGood: missing.length === 0, missing },
    ];
  });

const lookAtDump = (url: string): Promise<readonly Finding[]> =>
  connected("dump-login", url, async (query) => {
    const [login] = await query(DUMP_LOGIN);
    const mayRead = login?.["may_read"] === true;
    const schemas = (await query(INSTALLATIONS)).map((row) => String(row["schema_name"]));
    return [
      {
        what: "dump-login",
        isGood: mayRead,
        ...(mayRead ? {} : { missing: ["pg_read_all_data"] }),
        note: `PostgreSQL ${String(login?.["version"])}`,
      },
      {
        what: "one-installation",
        isGood: schemas.length === 1,
        ...(schemas.length === 1 ? {} : { note: `${schemas.length} installations in this database` }),
      },
    ];
  });

/** What the server or the way to it says is told by its code alone: its texts name hosts, users and more. */
async function connected(
  what: Finding["what"],
  url: string,
  look: (query: Query) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  let client: Client;
  try {
    client = new Client({
      ...connectionSettings(url),
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS + 1_000,
    });
  } catch {
    return [{ what, isGood: false, note: "the address in the secret is none" }];
  }
  // What breaks an idle connection ends the next query.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await look(async (sql, values = []) => (await client.query<Record<string, unknown>>(sql, [...values])).rows);
  } catch (error) {
    return [{ what, isGood: false, note: codeOf(error) }];
  } finally {
    await client.end().catch(() => undefined);
  }
}

function codeOf(error: unknown): string {
  if (error instanceof DatabaseError) return `SQLSTATE ${error.code ?? "unknown"}`;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^[A-Z_]{3,40}$/u.test(code) ? code : "no connection";
}

type Columns = Readonly<Record<string, readonly string[]>>;
const merged = (one: Columns, other: Columns): Columns => ({ ...one, ...other });
