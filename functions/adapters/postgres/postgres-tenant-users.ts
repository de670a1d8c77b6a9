import { createHash } from "node:crypto";
import type { Clock } from "../../domain/ports.ts";
import type { Tenant } from "../../domain/tenant/tenant.ts";
import type { TenantUsers, User } from "../../domain/tenant/tenant-users.ts";
import { databaseFailure } from "./database-failure.ts";
import type { TenantPools } from "./tenant-pools.ts";
import { type Query, readTenantSchema, type TenantSchema } from "./tenant-schema.ts";
import { OPTIONAL_USER_COLUMNS, REQUIRED_USER_COLUMNS } from "./user-columns.ts";
import {
  ACTIVE_ADMINS,
  activeDevices,
  isSingleSignOn,
  NEWEST_PASSWORD,
  USER_BY_ID,
  USERS_BY_LOGIN_OR_MAIL,
  userByApiKey,
  usersBySubject,
} from "./user-queries.ts";
import { readFactors, readUser } from "./user-rows.ts";

/** An upgrade of OpenProject is noticed after this time at the latest. */
const SCHEMA_LIFE_MS = 5 * 60_000;

/** Longer names are nobody's: OpenProject's longest login has 256 characters. */
const NAME_CHARACTERS_MAX = 256;

interface Database {
  readonly query: Query;
  readonly schema: TenantSchema;
  readonly secretKeyBase: string;
}

/** Users read from each tenant's own database with its login `identity`. Only parameterised statements. */
export function postgresTenantUsers(deps: {
  readonly tenantSecrets: (
    tenantId: string,
  ) => Promise<{ readonly identityUrl: string; readonly secretKeyBase: string }>;
  readonly pools: TenantPools;
  readonly clock: Clock;
}): TenantUsers {
  const schemas = new Map<string, { readonly until: number; readonly schema: TenantSchema }>();

  async function schemaOf(tenantId: string, query: Query): Promise<TenantSchema> {
    const known = schemas.get(tenantId);
    if (known !== undefined && deps.clock.now() < known.until) return known.schema;
    const schema = await readTenantSchema(query, REQUIRED_USER_COLUMNS, OPTIONAL_USER_COLUMNS);
    schemas.set(tenantId, { until: deps.clock.now() + SCHEMA_LIFE_MS, schema });
    return schema;
  }

  async function ask<Answer>(tenant: Tenant, question: (database: Database) => Promise<Answer>): Promise<Answer> {
    const { identityUrl, secretKeyBase } = await deps.tenantSecrets(tenant.tenantId);
    const pool = deps.pools.poolFor(tenant.tenantId, identityUrl);
    const query: Query = async (sql, values = []) => (await pool.query<Record<string, unknown>>(sql, [...values])).rows;
    try {
      return await question({ query, schema: await schemaOf(tenant.tenantId, query), secretKeyBase });
    } catch (error) {
      // What was known of the tables may be what is wrong: look again next time.
      schemas.delete(tenant.tenantId);
      throw databaseFailure(error);
    }
  }

  return {
    findByLogin: async (tenant, login) => {
      const name = login.trim();
      if (name === "" || name.length > NAME_CHARACTERS_MAX || name.includes("\0")) return undefined;
      const rows = await ask(tenant, ({ query }) => query(USERS_BY_LOGIN_OR_MAIL, [name]));
      return theOneMeant(rows.map(readUser), name);
    },

    findById: async (tenant, userId) => {
      const [row] = await ask(tenant, ({ query }) => query(USER_BY_ID, [userId]));
      return row === undefined ? undefined : readUser(row);
    },

    findBySubject: async (tenant, name, subject) => {
      if (`${name}${subject}`.includes("\0")) return undefined;
      const rows = await ask(tenant, ({ query, schema }) => query(usersBySubject(schema), [name, subject]));
      const [user] = rows.map(readUser);
      return rows.length === 1 ? user : undefined;
    },

    findByApiKey: async (tenant, apiKey) => {
      const [row] = await ask(tenant, ({ query, schema, secretKeyBase }) => {
        const hash = createHash("sha256").update(apiKey).update(secretKeyBase).digest("hex");
        return query(userByApiKey(schema), [hash, deps.clock.now() / 1000]);
      });
      return row === undefined ? undefined : { user: readUser(row), apiKeyId: Number(row["api_key_id"]) };
    },

    factors: (tenant, userId) =>
      ask(tenant, async ({ query, schema }) => {
        const [password] = await query(NEWEST_PASSWORD, [userId]);
        const hasDevices = schema.has("two_factor_authentication_devices");
        const devices = hasDevices ? await query(activeDevices(schema), [userId]) : [];
        const [account] = await query(isSingleSignOn(schema), [userId]);
        return readFactors(password, devices, account?.["is_single_sign_on"] === true);
      }),

    activeAdmins: async (tenant) => (await ask(tenant, ({ query }) => query(ACTIVE_ADMINS))).map(readUser),
  };
}

/**
 * A login goes before a mail address, and its exact spelling before another one; who cannot be told apart from another is
 * not found.
 */
function theOneMeant(users: readonly User[], name: string): User | undefined {
  const byExactLogin = users.filter((user) => user.login === name);
  const byLogin = users.filter((user) => user.login.toLowerCase() === name.toLowerCase());
  const meant = byExactLogin.length > 0 ? byExactLogin : byLogin.length > 0 ? byLogin : users;
  return meant.length === 1 ? meant[0] : undefined;
}
